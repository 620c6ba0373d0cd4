interface Generated {
  readonly after: readonly string[];
}
export declare const generated: Readonly<Record<string, Generated>>;
export declare function inOrder(needs: readonly string[], graph?: Readonly<Record<string, Generated>>): string[];
