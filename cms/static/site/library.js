/* Opens the filters beside the results in browsers whose style sheets cannot. */

(() => {
    "use strict";

    if (CSS.supports("selector(::details-content)")) {
        return;
    }

    function open() {
        if (matchMedia("(min-width: 56rem)").matches) {
            document.querySelector(".narrowing")?.setAttribute("open", "");
        }
    }

    open();
    document.addEventListener("htmx:afterSettle", open);
})();
