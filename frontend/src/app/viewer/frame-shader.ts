/** One tile, laid where it is in the view. */
export const VERTEX = `#version 300 es
in vec2 corner;
uniform vec4 place; // x0, y0, width, height; pixels of the frame
uniform vec4 view;
out vec2 inside;
void main() {
  inside = corner;
  vec2 at = (place.xy + corner * place.zw - view.xy) / view.zw;
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}`;

/** Cuts, stretch and color map of plots/stretch.ts, pixel by pixel; red for full wells, cyan for every other masked pixel. */
export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
uniform sampler2D pixels;
uniform usampler2D flags;
uniform sampler2D colors;
uniform ivec2 size;
uniform vec2 cuts;
uniform int stretch;
uniform bool hasFlags, marksSaturated, marksMask, showsFlags;
in vec2 inside;
out vec4 color;

float stretched(float share) {
  if (stretch == 1) return share;
  return stretch == 0 ? asinh(8.0 * share) / asinh(8.0) : log(1.0 + 100.0 * share) / log(101.0);
}

void main() {
  ivec2 at = min(ivec2(inside * vec2(size)), size - 1);
  uint bits = hasFlags ? texelFetch(flags, at, 0).r : 0u;
  if ((marksSaturated || showsFlags) && (bits & 2u) != 0u) color = vec4(1.0, 0.235, 0.157, 1.0);
  else if (marksMask && bits != 0u) color = vec4(0.251, 0.804, 0.922, 1.0);
  else if (showsFlags) color = vec4(vec3(bits == 0u ? 0.0 : 0.35 + 0.6 * float((bits >> 2) & 7u) / 7.0), 1.0);
  else {
    float value = texelFetch(pixels, at, 0).r;
    float share = isnan(value) ? 0.0 : clamp((value - cuts.x) / (cuts.y - cuts.x), 0.0, 1.0);
    color = vec4(texelFetch(colors, ivec2(int(round(stretched(share) * 255.0)), 0), 0).rgb, 1.0);
  }
}`;
