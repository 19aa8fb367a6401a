/* Keeps the page of the door and what it needs at hand, so that it opens without a network.
   The page of the door fills the shelf by itself. Pages with names in their answer are not kept:
   the device holds its own list, and forgets it. */
const SHELF = "door-2";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const isDoor = request.mode === "navigate" && url.pathname.endsWith("/checkin/");
  if (!isDoor && !["style", "script", "font", "image"].includes(request.destination)) return;
  event.respondWith(answer(request, isDoor));
});

async function begin() {
  for (const name of await caches.keys()) if (name.startsWith("door-") && name !== SHELF) await caches.delete(name);
  await self.clients.claim();
}

async function answer(request, isDoor) {
  const shelf = await caches.open(SHELF);
  const known = { ignoreSearch: isDoor, ignoreVary: true };
  try {
    const fresh = await fetch(request);
    const hasNames = isDoor && new URL(request.url).search !== "";
    if (fresh.ok && !fresh.redirected && !hasNames && (await shelf.match(request, known))) await shelf.put(request, fresh.clone());
    return fresh;
  } catch (problem) {
    const kept = await shelf.match(request, known);
    if (kept) return kept;
    throw problem;
  }
}
