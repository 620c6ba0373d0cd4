import { mapColor } from '../plots/stretch';
import { FRAGMENT, VERTEX } from './frame-shader';
import type { FrameTiles, Tile } from './frame-tiles';
import { pairsOf, type Painter, type ViewLook } from './painter';
import type { Viewport } from './viewport';

/** Textures on the graphics card; older ones go. */
const MOST_TEXTURES = 160;
const STRETCHES = { asinh: 0, linear: 1, log: 2 };
const LEVELS = 256;

/** Tiles as float textures; stretch, cuts and color map in the shader, so that none of them costs more than a frame. */
export class GlPainter implements Painter {
  readonly kind = 'webgl2';
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #places = new Map<string, WebGLUniformLocation | null>();
  readonly #textures = new Map<Tile, WebGLTexture>();
  readonly #colors: WebGLTexture;
  #map = '';

  /** @throws Error where WebGL2 is missing or does not take the program */
  constructor(canvas: HTMLCanvasElement) {
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false, alpha: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error('there is no WebGL2');
    this.#gl = gl;
    this.#program = linked(gl);
    this.#colors = gl.createTexture();
    gl.useProgram(this.#program);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1), gl.STATIC_DRAW);
    const corner = gl.getAttribLocation(this.#program, 'corner');
    gl.enableVertexAttribArray(corner);
    gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    ['pixels', 'flags', 'colors'].forEach((name, unit) => gl.uniform1i(this.#place(name), unit));
  }

  paint(tiles: FrameTiles, view: Viewport, look: ViewLook): void {
    const gl = this.#gl;
    const { width, height } = gl.canvas;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.#setMap(look);
    gl.uniform4f(this.#place('view'), view.x0, view.y0, view.x1 - view.x0, view.y1 - view.y0);
    gl.uniform2f(this.#place('cuts'), look.cuts[0], look.cuts[1] === look.cuts[0] ? look.cuts[0] + 1 : look.cuts[1]);
    gl.uniform1i(this.#place('stretch'), STRETCHES[look.stretch]);
    gl.uniform1i(this.#place('marksSaturated'), Number(look.showsSaturated));
    gl.uniform1i(this.#place('marksMask'), Number(look.showsMask));
    gl.uniform1i(this.#place('showsFlags'), Number(look.plane === 'mask'));
    for (const { values, mask } of pairsOf(tiles, view, look, { width, height })) {
      const { x0, y0, x1, y1 } = values.place;
      if (look.plane !== 'mask') this.#bind(0, values);
      if (mask) this.#bind(1, mask);
      gl.uniform1i(this.#place('hasFlags'), Number(mask !== undefined));
      gl.uniform2i(this.#place('size'), values.width, values.height);
      gl.uniform4f(this.#place('place'), x0, y0, x1 - x0, y1 - y0);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
    this.#forget();
  }

  close(): void {
    this.#textures.clear();
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #bind(unit: number, tile: Tile): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0 + unit);
    const known = this.#textures.get(tile);
    if (known) {
      gl.bindTexture(gl.TEXTURE_2D, known);
      this.#textures.delete(tile);
      this.#textures.set(tile, known);
      return;
    }
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
    const { width, height, values } = tile;
    if (values instanceof Uint8Array) gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, width, height, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, values);
    else gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, width, height, 0, gl.RED, gl.FLOAT, values);
    this.#textures.set(tile, texture);
  }

  #forget(): void {
    for (const [tile, texture] of this.#textures) {
      if (this.#textures.size <= MOST_TEXTURES) return;
      this.#gl.deleteTexture(texture);
      this.#textures.delete(tile);
    }
  }

  #setMap({ map, isInverse }: ViewLook): void {
    const name = `${map} ${isInverse}`;
    if (name === this.#map) return;
    this.#map = name;
    const gl = this.#gl;
    const table = Uint8Array.from(
      Array.from({ length: LEVELS }, (_, i) => [...mapColor(map, (isInverse ? LEVELS - 1 - i : i) / (LEVELS - 1)), 255]).flat(),
    );
    gl.activeTexture(gl.TEXTURE2);
    gl.bindTexture(gl.TEXTURE_2D, this.#colors);
    for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, LEVELS, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, table);
  }

  #place(name: string): WebGLUniformLocation | null {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const found = this.#gl.getUniformLocation(this.#program, name);
    this.#places.set(name, found);
    return found;
  }
}

function linked(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) { // prettier-ignore
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('WebGL2 makes no shader');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) throw new Error(gl.getProgramInfoLog(program) ?? 'the program of the frame was not taken');
  return program;
}
