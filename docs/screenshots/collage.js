/* Draws pictures as WebP: one alone, or several as cards on a table. Run in a page by take.py. */
async ({ sources, places, size, paper, edge }) => {
  const canvas = new OffscreenCanvas(size[0], size[1]);
  const pen = canvas.getContext("2d");
  pen.fillStyle = paper;
  pen.fillRect(0, 0, size[0], size[1]);
  for (const [index, source] of sources.entries()) {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const [left, top, width, radius] = places[index];
    const height = (width * picture.height) / picture.width;
    pen.save();
    if (radius) {
      pen.shadowColor = "rgb(20 15 5 / 45%)";
      pen.shadowBlur = 48;
      pen.shadowOffsetY = 18;
      pen.beginPath();
      pen.roundRect(left, top, width, height, radius);
      pen.fill();
      pen.shadowColor = "transparent";
      pen.clip();
    }
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, left, top, width, height);
    pen.restore();
    if (radius) {
      pen.strokeStyle = edge;
      pen.lineWidth = 1.5;
      pen.beginPath();
      pen.roundRect(left, top, width, height, radius);
      pen.stroke();
    }
  }
  const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.92 });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.readAsDataURL(blob);
  });
}
