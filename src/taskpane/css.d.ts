/** Style sheets are extracted by the build; importing one gives nothing. */
declare module '*.css';
