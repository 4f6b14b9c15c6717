// The token that a form or a change is sent with. Its cookie's name has a prefix where the page came over https.

const PLACE = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/;

export const csrfToken = () => PLACE.exec(document.cookie)?.[1] ?? "";
