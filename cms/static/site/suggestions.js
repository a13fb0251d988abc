/* Suggestions under every search field, after the combobox pattern of WAI-ARIA.

   Listens on the document, so that fields which come later work as well. Without this
   script the form is sent as it is. */

(() => {
    "use strict";

    const WAIT = 150;
    let timer = 0;
    let asked = null;

    const fieldOf = (element) =>
        element instanceof Element
            ? element.closest(".search-field__input")
            : null;

    const listOf = (input) =>
        document.getElementById(input.getAttribute("aria-controls") || "");

    function prepare(input) {
        const id = `${input.id}-suggestions`;
        if (document.getElementById(id)) {
            return;
        }
        const list = document.createElement("ul");
        list.id = id;
        list.className = "suggestions";
        list.hidden = true;
        list.setAttribute("role", "listbox");
        list.setAttribute("aria-label", "检索建议");
        input.closest(".search-field").append(list);
        input.setAttribute("role", "combobox");
        input.setAttribute("aria-autocomplete", "list");
        input.setAttribute("aria-controls", id);
        input.setAttribute("aria-expanded", "false");
    }

    function close(input) {
        const list = listOf(input);
        if (list) {
            list.hidden = true;
            list.replaceChildren();
        }
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
    }

    function choose(input, options, at) {
        for (const [index, option] of options.entries()) {
            option.setAttribute("aria-selected", String(index === at));
        }
        if (at >= 0) {
            input.setAttribute("aria-activedescendant", options[at].id);
            options[at].scrollIntoView({ block: "nearest" });
        } else {
            input.removeAttribute("aria-activedescendant");
        }
    }

    async function suggest(input) {
        const typed = input.value.trim();
        asked?.abort();
        if (!typed) {
            close(input);
            return;
        }
        asked = new AbortController();
        const { signal } = asked;
        const base = input.closest("[data-suggestions]").dataset.suggestions;
        try {
            const response = await fetch(`${base}?q=${encodeURIComponent(typed)}`, {
                signal,
            });
            const html = response.ok ? await response.text() : "";
            if (signal.aborted || document.activeElement !== input) {
                return;
            }
            const list = listOf(input);
            // Escaped by the site itself.
            list.innerHTML = html;
            const options = [...list.children];
            options.forEach((option, index) => {
                option.id = `${list.id}-${index}`;
            });
            list.hidden = options.length === 0;
            input.setAttribute("aria-expanded", String(options.length > 0));
            input.removeAttribute("aria-activedescendant");
        } catch (error) {
            if (error.name !== "AbortError") {
                close(input);
            }
        }
    }

    document.addEventListener("input", (event) => {
        const input = fieldOf(event.target);
        if (!input || event.isComposing) {
            return;
        }
        prepare(input);
        clearTimeout(timer);
        timer = setTimeout(suggest, WAIT, input);
    });

    // What an input method has finished is typed only now.
    document.addEventListener("compositionend", (event) => {
        const input = fieldOf(event.target);
        if (input) {
            prepare(input);
            clearTimeout(timer);
            timer = setTimeout(suggest, WAIT, input);
        }
    });

    document.addEventListener("keydown", (event) => {
        const input = fieldOf(event.target);
        const list = input && listOf(input);
        if (!list || event.isComposing) {
            return;
        }
        const options = [...list.children];
        const at = options.findIndex(
            (option) => option.getAttribute("aria-selected") === "true",
        );
        if (event.key === "Escape" && !list.hidden) {
            event.preventDefault();
            close(input);
        } else if (event.key === "ArrowDown" && options.length) {
            event.preventDefault();
            choose(input, options, at + 1 < options.length ? at + 1 : -1);
        } else if (event.key === "ArrowUp" && options.length) {
            event.preventDefault();
            choose(input, options, at < 0 ? options.length - 1 : at - 1);
        } else if (event.key === "Enter" && at >= 0) {
            event.preventDefault();
            location.assign(options[at].dataset.address);
        }
    });

    document.addEventListener("submit", (event) => {
        clearTimeout(timer);
        asked?.abort();
        for (const input of event.target.querySelectorAll(
            ".search-field__input[aria-controls]",
        )) {
            close(input);
        }
    });

    // Before the field loses its focus.
    document.addEventListener("mousedown", (event) => {
        const option = event.target.closest(".suggestion");
        if (option) {
            event.preventDefault();
        }
    });

    document.addEventListener("click", (event) => {
        const option = event.target.closest(".suggestion");
        if (option) {
            location.assign(option.dataset.address);
        }
    });

    document.addEventListener("focusout", (event) => {
        const input = fieldOf(event.target);
        if (input?.hasAttribute("aria-controls")) {
            clearTimeout(timer);
            asked?.abort();
            close(input);
        }
    });
})();
