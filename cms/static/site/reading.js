/* What a script adds to the reading of a document: copying and printing by a button.

   Without it the same things can be done by hand: links, texts and the browser's menu. */

(() => {
    "use strict";

    async function copy(text, status, said) {
        try {
            await navigator.clipboard.writeText(text);
            status.textContent = said;
        } catch {
            status.textContent = "浏览器不允许复制，请手动选择文字复制。";
        }
    }

    const status = document.querySelector(".notice-line");
    for (const element of document.querySelectorAll("[data-script]")) {
        element.hidden = false;
    }

    document.addEventListener("click", (event) => {
        const target = event.target instanceof Element ? event.target : null;
        const copying = target?.closest("[data-copy]");
        if (copying) {
            const text = document.getElementById(copying.dataset.copy).textContent;
            copy(text.trim(), status, "已复制。");
        } else if (target?.closest("[data-print]")) {
            window.print();
        }
        // The link is followed as always; its address is copied as well.
        const clause = target?.closest(".clause");
        if (clause && navigator.clipboard) {
            copy(clause.href, clauseStatus(), `已复制${clause.textContent.trim()}的链接`);
        }
    });

    let said = null;

    function clauseStatus() {
        if (!said) {
            said = document.createElement("p");
            said.className = "toast";
            said.setAttribute("role", "status");
            document.documentElement.append(said);
        }
        // Shown anew also when the words are the same.
        said.getAnimations().forEach((animation) => {
            animation.cancel();
            animation.play();
        });
        return said;
    }

    // A picture is enlarged in place; without a script its link opens the file.
    let dialog = null;

    function enlarge(link) {
        if (!dialog) {
            dialog = document.createElement("dialog");
            dialog.className = "picture__large";
            dialog.setAttribute("aria-label", "大图");
            dialog.innerHTML =
                '<form class="picture__bar" method="dialog">' +
                '<button class="button button--quiet">关闭大图</button></form><img alt="">';
            dialog.addEventListener("click", (event) => {
                if (event.target === dialog) {
                    dialog.close();
                }
            });
            document.body.append(dialog);
        }
        const image = dialog.querySelector("img");
        image.src = link.href;
        image.alt = link.querySelector("img").alt;
        dialog.showModal();
    }

    document.addEventListener("click", (event) => {
        const link =
            event.target instanceof Element && event.target.closest(".picture__open");
        if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            enlarge(link);
        }
    });
})();
