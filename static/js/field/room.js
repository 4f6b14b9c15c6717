// How much the device can still hold. Too little is said before anything is entered or prepared, not when it fails.

const NEARLY_FULL = 20_000_000; // bytes: a day of answers and its photos

// { free (bytes, or null where the browser does not tell), isNearlyFull }
export const room = async () => {
  const { quota, usage } = /** @type {StorageEstimate} */ ((await navigator.storage?.estimate?.().catch(() => ({}))) ?? {});
  if (quota === undefined) return { free: null, isNearlyFull: false };
  const free = Math.max(quota - (usage ?? 0), 0);
  return { free, isNearlyFull: free < NEARLY_FULL };
};
