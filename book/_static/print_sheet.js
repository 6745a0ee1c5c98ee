// A link to #sheet prints the sheet. Without this file it leads there, and the browser's own print does the same.
document.querySelectorAll('.bd-article a[href="#sheet"]').forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.hash = "sheet"; // what the print style asks for
    print();
  });
});
