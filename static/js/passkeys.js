// Passkeys: asks the browser for one and sends what it gives with the form. Without scripts there is an app or a code.
"use strict";

(() => {
  /** @param {string} text */
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  /** @param {ArrayBuffer} buffer */
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  /** @param {any[] | undefined} list */
  const opened = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  /** @param {any} options @param {boolean} alone */
  const made = async (options, alone) => {
    const wanted = options.publicKey;
    const choice = { ...wanted.authenticatorSelection };
    if (alone) Object.assign(choice, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
    const got = /** @type {PasskeyMade} */ (await navigator.credentials.create({ publicKey: {
      ...wanted,
      challenge: bytes(wanted.challenge),
      user: { ...wanted.user, id: bytes(wanted.user.id) },
      excludeCredentials: opened(wanted.excludeCredentials),
      authenticatorSelection: choice,
    } }));
    return written(got, {
      attestationObject: text(got.response.attestationObject),
      transports: got.response.getTransports?.() ?? [],
    });
  };

  /** @param {any} options */
  const used = async (options) => {
    const wanted = options.publicKey;
    const got = /** @type {PasskeyUsed} */ (await navigator.credentials.get({ publicKey: {
      ...wanted, challenge: bytes(wanted.challenge), allowCredentials: opened(wanted.allowCredentials),
    } }));
    const { authenticatorData, signature, userHandle } = got.response;
    return written(got, {
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    });
  };

  /** @param {PasskeyMade | PasskeyUsed} got @param {object} more */
  const written = (got, more) => JSON.stringify({
    id: got.id,
    rawId: text(got.rawId),
    type: got.type,
    authenticatorAttachment: got.authenticatorAttachment ?? null,
    clientExtensionResults: got.getClientExtensionResults(),
    response: { clientDataJSON: text(got.response.clientDataJSON), ...more },
  });

  /** @param {PageElement} form */
  const asked = async (form) => {
    const way = form.dataset.passkey;
    if (way === "login") {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`answer ${answer.status}`);
      return used((await answer.json()).request_options);
    }
    const options = JSON.parse(form.querySelector("#passkey-options").textContent);
    const alone = form.querySelector("[name=passwordless]");
    return way === "create" ? made(options, alone?.checked) : used(options);
  };

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        form.querySelector("[name=credential]").value = await asked(form);
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
