// One static page; everything is drawn from the core on this phone.
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';
