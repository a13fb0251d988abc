/* Opens the filters beside the results in browsers whose style sheets cannot. */

(() => {
    "use strict";

    if (CSS.supports("selector(::details-content)")) {
        return;
    }

    function open() {
        const narrowing = document.querySelector(".narrowing");
        const summary = narrowing?.querySelector(".narrowing__summary");
        // Beside the results it has no summary to open it by.
        if (summary && getComputedStyle(summary).display === "none") {
            narrowing.setAttribute("open", "");
        }
    }

    open();
    document.addEventListener("htmx:afterSettle", open);
})();
