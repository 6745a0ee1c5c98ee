// Mounts the review on its page.

import { home } from "./book_home.js";
import { mountReview } from "./review_view.js";

mountReview(document.querySelector("[data-ftd-review]"), home);
