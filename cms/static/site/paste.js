/* Word breaks the HTML that it puts on the clipboard in the middle of its sentences.
   Between Chinese characters the editor would show each such break as a blank, and
   once it is stored nobody can tell it from a blank that was typed. */

(() => {
    const TAGS = "((?:<[^>]*>)*)";
    const BREAK = new RegExp(
        `([\\u2e80-\\uffef])${TAGS}[ \\t]*\\r?\\n\\s*${TAGS}(?=[\\u2e80-\\uffef])`,
        "g",
    );

    window.addEventListener(
        "paste",
        (event) => {
            const given = event.clipboardData?.getData("text/html") || "";
            const html = given.replace(BREAK, "$1$2$3");
            if (html === given || !event.target.closest(".Draftail-Editor")) {
                return;
            }
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
            const mended = new ClipboardEvent("paste", {
                clipboardData,
                bubbles: true,
                cancelable: true,
            });
            if (mended.clipboardData?.getData("text/html") !== html) {
                return; // A browser that makes no such events pastes as it always did.
            }
            event.preventDefault();
            event.stopImmediatePropagation();
            event.target.dispatchEvent(mended);
        },
        true,
    );
})();
