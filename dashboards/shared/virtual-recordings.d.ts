declare module "virtual:recordings" {
  const recordings: readonly unknown[];
  export default recordings;
}
