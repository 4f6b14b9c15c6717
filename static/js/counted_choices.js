// The filters stay where they are: their choices say how many rows they leave as the answer counts them.

document.addEventListener("htmx:beforeSwap", (event) => {
  const counted = [...document.querySelectorAll("[data-filters] select[data-counted]")];
  if (!counted.length || event.detail.xhr.status !== 200) return;
  const answer = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  for (const select of counted) {
    const fresh = answer.getElementById(select.id);
    if (!fresh) continue;
    const words = new Map([...fresh.querySelectorAll("option")].map((option) => [option.value, option.textContent]));
    for (const option of select.querySelectorAll("option")) option.textContent = words.get(option.value) ?? option.textContent;
  }
});
