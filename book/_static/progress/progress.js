// Mounts the progress on its page.

import { home } from "./book_home.js";
import { mountProgress } from "./progress_view.js";

mountProgress(document.querySelector("[data-ftd-progress]"), home);
