/* Keeps the page of the door and what it needs at hand, so that it opens without a network.
   Names are not kept here: the page itself holds the list, and forgets it. */
const SHELF = "door-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const isDoor = request.mode === "navigate" && url.pathname.endsWith("/checkin/");
  if (!isDoor && !["style", "script", "font"].includes(request.destination)) return;
  event.respondWith(answer(request, isDoor && url.search !== ""));
});

async function answer(request, hasNames) {
  const shelf = await caches.open(SHELF);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !hasNames && !fresh.redirected) await shelf.put(request, fresh.clone());
    return fresh;
  } catch (problem) {
    const kept = await shelf.match(request, { ignoreSearch: request.mode === "navigate" });
    if (kept) return kept;
    throw problem;
  }
}
