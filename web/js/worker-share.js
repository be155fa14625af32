
// A list that the system shares with the installed app is laid by until the import takes it up, also without a connection:
// web/js/device.js finds it there. The address is share_target's in the manifest.
{
  const share = "/import/shared";
  const lay = async (request) => {
    const file = (await request.formData()).get("list");
    if (file instanceof File) {
      const cache = await caches.open("shared");
      await cache.put(share, new Response(file, { headers: { "X-Name": encodeURIComponent(file.name), "X-At": Date.now() } }));
    }
    return Response.redirect("/import", 303);
  };
  self.addEventListener("fetch", (e) => {
    if (e.request.method === "POST" && new URL(e.request.url).pathname === share) e.respondWith(lay(e.request));
  });
}
