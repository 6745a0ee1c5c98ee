// Shows the note under a table of prices once the day has come from which they count as stale.
// The day and the words stand in the page; this only compares.
for (const note of document.querySelectorAll("[data-ft-stale-from]")) {
  note.hidden = Date.now() < Date.parse(note.dataset.ftStaleFrom);
}
