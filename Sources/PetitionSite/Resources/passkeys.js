// Makes passkeys and signs in by them. Nothing else on this site needs JavaScript.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const value = (form, name) => form.elements[name].value;

const fill = (form, name, buffer) => {
  form.elements[name].value = buffer ? text(buffer) : "";
};

const known = (form) =>
  value(form, "known").split(" ").filter(Boolean)
    .map((id) => ({ type: "public-key", id: bytes(id) }));

async function make(form) {
  const { response } = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(value(form, "challenge")),
      rp: { id: value(form, "domain"), name: value(form, "site") },
      user: {
        id: bytes(value(form, "person")),
        name: value(form, "account"),
        displayName: value(form, "account"),
      },
      pubKeyCredParams: [-8, -7].map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: known(form),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    },
  });
  fill(form, "client-data", response.clientDataJSON);
  fill(form, "attestation", response.attestationObject);
}

async function use(form) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(value(form, "challenge")),
      rpId: value(form, "domain"),
      allowCredentials: known(form),
      userVerification: "required",
    },
  });
  fill(form, "credential", credential.rawId);
  fill(form, "client-data", credential.response.clientDataJSON);
  fill(form, "authenticator-data", credential.response.authenticatorData);
  fill(form, "signature", credential.response.signature);
  fill(form, "user-handle", credential.response.userHandle);
}

function prepare(id, ceremony) {
  const box = document.getElementById(id);
  if (!box) return;
  const form = box.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    box.classList.remove("failed");
    try {
      await ceremony(form);
    } catch {
      box.classList.add("failed");
      return;
    }
    form.submit();
  });
}

prepare("passkey-make", make);
prepare("passkey-use", use);
