const passedOver =
  /^README$|\.(?:dpkg-(?:new|old|dist|bak|remove)|pacsave|pacnew|rpmnew|rpmsave|orig|rej)$|~$/;

/** Whether apparmor_parser passes over a name in a directory it includes (libapparmor, private.c), and README. */
export function skippedInDirectory(name: string): boolean {
  return name.startsWith('.') || passedOver.test(name);
}
