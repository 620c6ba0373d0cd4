// The development server answers pages, the API of a running platform everything else.
const { API_URL: target = 'http://127.0.0.1:8080' } = process.env;
export default { '/api': { target, changeOrigin: true, ws: false } };
