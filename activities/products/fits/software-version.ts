/** Version of this software as headers name it (GSP_VERS); the same as in package.json, which its test checks. */
export const SOFTWARE_VERSION = '0.1.0';
