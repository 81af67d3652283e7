// Unpacks the Brotli files of the package into the folder that is named: Python's standard library cannot read them.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const target = process.argv[2];
for (const name of ["chromium", "al2023.tar", "fonts.tar", "swiftshader.tar"]) {
  const source = createReadStream(`node_modules/@sparticuz/chromium/bin/${name}.br`);
  await pipeline(source, createBrotliDecompress(), createWriteStream(`${target}/${name}`));
}
