declare module "virtual:recordings" {
  const recordings: readonly unknown[];
  export default recordings;
}

declare module "virtual:scenarios" {
  const scenarios: readonly unknown[];
  export default scenarios;
}
