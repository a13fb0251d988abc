/* A new page is stored by its first autosave or by a button, never by both: a button
   that is pressed while the autosave is on its way waits for it, and then saves the
   draft that it has made. */

(() => {
    let isSaving = false;
    let waiting = null;

    const goOn = () => {
        isSaving = false;
        if (waiting) {
            const { form, button } = waiting;
            waiting = null;
            if (button) {
                button.disabled = false; // A disabled one would not say which it is.
            }
            form.requestSubmit(button);
        }
    };

    document.addEventListener("w-autosave:save", () => {
        isSaving = true;
    });
    document.addEventListener("w-autosave:success", goOn);
    document.addEventListener("w-autosave:error", goOn);
    document.addEventListener(
        "submit",
        (event) => {
            if (isSaving && event.target.matches("[data-edit-form]")) {
                event.preventDefault();
                event.stopImmediatePropagation();
                waiting = { form: event.target, button: event.submitter };
            }
        },
        true,
    );
})();
