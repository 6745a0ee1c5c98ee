// Sphinx cuts a result's excerpt from all of a page's text, run together. Drawings, maps and forms are no text to quote,
// and one paragraph, cell or item is not to run into the next.
const wholeText = Search.htmlToText;
Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("svg, .ft-map, .ft-filter, .bd-sidebar-secondary, .bd-header-article, #jb-print-docs-body, footer").forEach((part) => part.remove());
  page.querySelectorAll("p, li, td, th, dt, dd, h1, h2, h3, h4, label, legend, summary").forEach((part) => part.append(" "));
  return wholeText(page.documentElement.outerHTML, anchor).replace(/\s+/g, " ");
};
