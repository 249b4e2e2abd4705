/**
 * What real parsers said: a text, the place in it that is meant (between « and »), and the words of each version. The
 * tests read the words as they are here, and ask the parsers at hand whether they still say them.
 */
export interface MessageCase {
  name: string;
  versions: string[];
  /** By path; the first is compiled. */
  files: Record<string, string>;
  status: number;
  code: string;
  severity: 'error' | 'warning' | 'info';
  /** Standard error, with the paths of the sandbox. */
  says: string;
}

export const messageCases: MessageCase[] = [
  {
    name: 'a comma missing before the next rule',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/etc/passwd r»
  /etc/group r,
}
`,
    },
    status: 1,
    code: 'parser-missing-comma',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 5: missing an end of line character? (entry: /etc/passwd)
`,
  },
  {
    name: 'a comma missing before the brace',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  /etc/passwd «r»
}
`,
    },
    status: 1,
    code: 'parser-missing-comma',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 5: syntax error, unexpected TOK_CLOSE, expecting TOK_END_OF_RULE
`,
  },
  {
    name: 'a comma missing after a capability',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  capability «net_raw»
  /etc/group r,
}
`,
    },
    status: 1,
    code: 'parser-missing-comma',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 5: Invalid capability /etc/group.
`,
  },
  {
    name: 'a comma missing after a network rule',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  network inet «dgram»
  /etc/group r,
}
`,
    },
    status: 1,
    code: 'parser-missing-comma',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 5: syntax error, unexpected TOK_ID, expecting TOK_END_OF_RULE
`,
  },
  {
    name: 'a brace missing at the end',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  /etc/passwd «r,»
`,
    },
    status: 1,
    code: 'parser-unexpected-end',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 5: syntax error, unexpected end of file, expecting TOK_ID or TOK_MODE or TOK_SET_VAR
`,
  },
  {
    name: 'a brace too many',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  /etc/passwd r,
}
«}»
`,
    },
    status: 1,
    code: 'parser-extra-brace',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 6: syntax error, unexpected TOK_CLOSE, expecting end of file
`,
  },
  {
    name: 'a capability that does not exist',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  capability «foo»,
}
`,
    },
    status: 1,
    code: 'parser-capability',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Invalid capability foo.
`,
  },
  {
    name: 'a family that does not exist',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «network foo,»
}
`,
    },
    status: 1,
    code: 'parser-network',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Invalid network entry.
`,
  },
  {
    name: 'permissions that do not exist',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/etc/passwd rz,»
}
`,
    },
    status: 1,
    code: 'parser-syntax',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: syntax error, unexpected TOK_ID, expecting TOK_MODE
`,
  },
  {
    name: 'alternatives that are not closed',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/etc/{passwd,group» r,
  /a r,
}
`,
    },
    status: 1,
    code: 'parser-pattern',
    severity: 'error',
    says: `/t/usr/sbin/apparmor_parser: Regex grouping error: Unclosed grouping or character class, expecting close }
/t/usr/sbin/apparmor_parser: Unable to parse input line '/etc/{passwd,group'
ERROR processing regexs for profile t, failed to load
`,
  },
  {
    name: 'the same after a variable',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «@{HOME}/{a,b» r,
  /a r,
}
`,
    },
    status: 1,
    code: 'parser-pattern',
    severity: 'error',
    says: `/t/usr/sbin/apparmor_parser: Regex grouping error: Unclosed grouping or character class, expecting close }
/t/usr/sbin/apparmor_parser: Unable to parse input line '{/home/*,/root}/{a,b'
ERROR processing regexs for profile t, failed to load
`,
  },
  {
    name: 'a bracket that closes nothing',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/etc/passwd]» r,
}
`,
    },
    status: 1,
    code: 'parser-pattern',
    severity: 'error',
    says: `/t/usr/sbin/apparmor_parser: Regex grouping error: Invalid close ], no matching open [ detected
/t/usr/sbin/apparmor_parser: Unable to parse input line '/etc/passwd]'
ERROR processing regexs for profile t, failed to load
`,
  },
  {
    name: 'braces with one alternative',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/etc/{passwd}» r,
}
`,
    },
    status: 1,
    code: 'parser-pattern',
    severity: 'error',
    says: `/t/usr/sbin/apparmor_parser: Regex grouping error: Invalid number of items between {}
/t/usr/sbin/apparmor_parser: Unable to parse input line '/etc/{passwd}'
ERROR processing regexs for profile t, failed to load
`,
  },
  {
    name: 'a variable without values',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «@{FOO}»/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Found reference to variable FOO, but is never declared
`,
  },
  {
    name: 'a variable without values',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «@{FOO}»/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Failed to find declaration for: @{FOO}
ERROR expanding variables for profile t, failed to load
`,
  },
  {
    name: 'a variable without values in another’s definition',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
@{BAR}=«@{FOO}»/x
profile t /bin/x {
  @{BAR}/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Variable @{BAR} references undefined variable @{FOO}
failure expanding variable BAR
`,
  },
  {
    name: 'a variable without values in another’s definition',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
@{BAR}=«@{FOO}»/x
profile t /bin/x {
  @{BAR}/x r,
}
`,
    },
    status: 134,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Failed to find declaration for: @{FOO}
terminate called after throwing an instance of 'std::bad_alloc'
  what():  std::bad_alloc
`,
  },
  {
    name: 'a variable without values in the attachment',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t «@{FOO}»/bin/x {
  /x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Found reference to variable FOO, but is never declared
`,
  },
  {
    name: 'a variable without values in the attachment',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t «@{FOO}»/bin/x {
  /x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Failed to find declaration for: @{FOO}
ERROR expanding variables for profile t, failed to load
`,
  },
  {
    name: 'variables defined by each other',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
«@{BAR}»=@{FOO}/x
«@{FOO}»=@{BAR}
profile t /bin/x {
  @{BAR}/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-loop',
    severity: 'error',
    says: `Variable @{BAR} is referenced recursively (by @{FOO})
failure expanding variable BAR
`,
  },
  {
    name: 'variables defined by each other',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
«@{BAR}»=@{FOO}/x
«@{FOO}»=@{BAR}
profile t /bin/x {
  @{BAR}/x r,
}
`,
    },
    status: 134,
    code: 'parser-variable-loop',
    severity: 'error',
    says: `Variable @{BAR} is referenced recursively (by @{FOO})
terminate called after throwing an instance of 'std::bad_alloc'
  what():  std::bad_alloc
`,
  },
  {
    name: 'a variable defined twice',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
«@{HOME}»=/x
profile t /bin/x {
  @{HOME}/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-twice',
    severity: 'error',
    says: `'HOME' is already defined
AppArmor parser error for /w/text in profile /w/text at line 4: variable @{HOME} was previously declared
`,
  },
  {
    name: 'a variable defined twice',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
«@{HOME}»=/x
profile t /bin/x {
  @{HOME}/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-twice',
    severity: 'error',
    says: `'@{HOME}' is already defined
AppArmor parser error for /w/text in profile /w/text at line 4: variable @{HOME} was previously declared
`,
  },
  {
    name: 'values added to a variable that has none',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
«@{FOO}»+=/x
profile t /bin/x {
  @{FOO}/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Failed to find declaration for: FOO
AppArmor parser error for /w/text in profile /w/text at line 4: variable @{FOO} was not previously declared, but is being assigned additional values
`,
  },
  {
    name: 'a comma after a variable’s values',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
@{FOO}=/x«,»
profile t /bin/x {
  @{FOO}/x r,
}
`,
    },
    status: 1,
    code: 'parser-variable-comma',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 3: Variable declarations do not accept trailing commas
`,
  },
  {
    name: 'a variable defined inside a profile',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 «@{FOO}=/x»
  @{FOO}/x r,
}
`,
    },
    status: 1,
    code: 'parser-syntax',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: syntax error, unexpected TOK_EQUALS, expecting TOK_MODE
`,
  },
  {
    name: 'two profiles of one name',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  /a r,
}
«profile t /bin/y »{
  /a r,
}
`,
    },
    status: 1,
    code: 'parser-profile-twice',
    severity: 'error',
    says: `Multiple definitions for profile t exist,bailing out.
`,
  },
  {
    name: 'one path run in two ways',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/bin/y» px,
  /a r,
  «/bin/y» ix,
}
`,
    },
    status: 1,
    code: 'parser-exec-conflict',
    severity: 'error',
    says: `profile t: has merged rule /bin/y with conflicting x modifiers
ERROR merging rules for profile t, failed to load
`,
  },
  {
    name: 'overlapping patterns run in two ways',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/bin/*» px,
  /a r,
  «/b*n/y» ix,
}
`,
    },
    status: 1,
    code: 'parser-exec-conflict',
    severity: 'error',
    says: `profile has merged rule with conflicting x modifiers
ERROR processing regexs for profile t, failed to load
`,
  },
  {
    name: 'an include that does not exist',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  include <«abstractions/nope»>
}
`,
    },
    status: 1,
    code: 'parser-missing-file',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Could not open 'abstractions/nope'
`,
  },
  {
    name: 'a quoted include',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  include "«local/nope»"
}
`,
    },
    status: 1,
    code: 'parser-missing-file',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Could not open 'local/nope'
`,
  },
  {
    name: 'an abi that does not exist',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <«abi/9.9»>,
profile t /bin/x {
 /a r,
}
`,
    },
    status: 1,
    code: 'parser-missing-file',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 1: Could not open 'abi/9.9': No such file or directory
`,
  },
  {
    name: 'the old form of include',
    versions: ['3.0.8'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
#include <tunables/global>
«profile t /bin/x »{
 #include <abstractions/base>
}
`,
    },
    status: 0,
    code: 'parser-not-enforced',
    severity: 'info',
    says: `Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
`,
  },
  {
    name: 'the old form of include',
    versions: ['4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
«#include <tunables/global>»
profile t /bin/x {
 «#include <abstractions/base>»
}
`,
    },
    status: 0,
    code: 'parser-deprecated',
    severity: 'info',
    says: `Warning from /w/text (/w/text line 2): deprecated use of '#include'
Warning from /w/text (/w/text line 4): deprecated use of '#include'
Warning from /w/text (/t/etc/apparmor.d/abstractions/base line 13): /t/usr/sbin/apparmor_parser: /t/etc/apparmor.d/abstractions/base features abi 'abi/4.0' differs from policy declared feature abi, using the features abi declared in policy
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
`,
  },
  {
    name: 'the old form of include',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
«#include <tunables/global>»
profile t /bin/x {
 «#include <abstractions/base>»
}
`,
    },
    status: 0,
    code: 'parser-deprecated',
    severity: 'info',
    says: `Warning from /w/text (/w/text line 2): deprecated use of '#include'
Warning from /w/text (/w/text line 4): deprecated use of '#include'
Warning from /w/text (/t/etc/apparmor.d/abstractions/base line 13): /t/usr/sbin/apparmor_parser: /t/etc/apparmor.d/abstractions/base features abi 'abi/5.0' differs from policy declared feature abi, using the features abi declared in policy
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
`,
  },
  {
    name: 'a path for a name',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
«/bin/x» {
  /a r,
}
`,
    },
    status: 0,
    code: 'parser-deprecated',
    severity: 'warning',
    says: `Warning from /w/text (/w/text line 5): The use of file paths as profile names is deprecated. See man apparmor.d for more information
`,
  },
  {
    name: 'a limit without its unit',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «set rlimit cpu <= 1024,»
}
`,
    },
    status: 0,
    code: 'parser-warning',
    severity: 'warning',
    says: `Warning from /w/text (/w/text line 4): RLIMIT 'cpu' no units specified using default units of seconds
`,
  },
  {
    name: 'an unconfined program',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/bin/y ux,»
}
`,
    },
    status: 0,
    code: 'parser-warning',
    severity: 'warning',
    says: `Warning from /w/text (/w/text line 4): Unconfined exec qualifier (ux) allows some dangerous environment variables to be passed to the unconfined process; 'man 5 apparmor.d' for details.
`,
  },
  {
    name: 'permissions in capitals',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/bin/y R,»
}
`,
    },
    status: 0,
    code: 'parser-warning',
    severity: 'warning',
    says: `Warning from /w/text (/w/text line 4): Uppercase qualifiers "RWLIMX" are deprecated, please convert to lowercase
See the apparmor.d(5) manpage for details.
`,
  },
  {
    name: 'rules that the kernel does not enforce',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «dbus send bus=system»,
  «unix (send) type=stream»,
  network inet dgram,
}
`,
    },
    status: 0,
    code: 'parser-not-enforced',
    severity: 'warning',
    says: `Warning from profile t (/w/text): dbus rules not enforced
Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
`,
  },
  {
    name: 'rules that the kernel does not enforce',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  dbus send bus=system,
  «unix (send) type=stream»,
  network inet dgram,
}
`,
    },
    status: 0,
    code: 'parser-not-enforced',
    severity: 'warning',
    says: `Warning from profile t (/w/text): downgrading extended network unix socket rule to generic network rule
`,
  },
  {
    name: 'a condition that dbus rules do not have',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  dbus send bus=foo «bar»=baz,
}
`,
    },
    status: 1,
    code: 'parser-condition',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: invalid dbus conditional "bar"
`,
  },
  {
    name: 'a signal that does not exist',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «signal (send) set=(foo),»
}
`,
    },
    status: 1,
    code: 'parser-error',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: unknown signal "foo"
`,
  },
  {
    name: 'a mount option that does not exist',
    versions: ['3.0.8'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «mount options=(foo) /a -> /b,»
}
`,
    },
    status: 1,
    code: 'parser-mount',
    severity: 'error',
    says: `  unsupported mount options
`,
  },
  {
    name: 'a mount option that does not exist',
    versions: ['4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  mount options=(«foo») /a -> /b,
}
`,
    },
    status: 1,
    code: 'parser-mount',
    severity: 'error',
    says: `unsupported mount option value 'foo'
`,
  },
  {
    name: 'a flag that does not exist',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
«profile t /bin/x flags=(foo) {»
  /a r,
}
`,
    },
    status: 1,
    code: 'parser-error',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 3: Invalid profile flag: foo.
`,
  },
  {
    name: 'access words before the parser knew them',
    versions: ['3.0.8'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «network (create) inet dgram,»
}
`,
    },
    status: 1,
    code: 'parser-syntax',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: syntax error, unexpected TOK_ID, expecting TOK_END_OF_RULE
`,
  },
  {
    name: 'a way to run in a deny rule',
    versions: ['3.0.8'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «deny /bin/y px,»
}
`,
    },
    status: 1,
    code: 'parser-exec',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Invalid mode, in deny rules 'x' must not be preceded by exec qualifier 'i', 'p', or 'u'
`,
  },
  {
    name: 'a way to run in a deny rule',
    versions: ['4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «deny /bin/y px,»
}
`,
    },
    status: 1,
    code: 'parser-exec',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Invalid perms, in deny rules 'x' must not be preceded by exec qualifier 'i', 'p', or 'u'
`,
  },
  {
    name: 'append and write in one rule',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/bin/y aw,»
}
`,
    },
    status: 1,
    code: 'parser-permissions',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Conflict 'a' and 'w' perms are mutually exclusive.
`,
  },
  {
    name: 'two ways to run in one rule',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «/bin/y pxix,»
}
`,
    },
    status: 1,
    code: 'parser-exec',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Exec qualifier 'i' invalid, conflicting qualifier already specified
`,
  },
  {
    name: 'a path without its slash',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «etc/passwd r,»
}
`,
    },
    status: 1,
    code: 'parser-syntax',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: syntax error, unexpected TOK_ID, expecting TOK_MODE
`,
  },
  {
    name: 'a very long word',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 «/${'a'.repeat(20_000)}» r,
}
`,
    },
    status: 2,
    code: 'parser-word-too-long',
    severity: 'error',
    says: `input buffer overflow, can't enlarge buffer because scanner uses REJECT
`,
  },
  {
    name: 'a quotation mark that is not closed',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 «"»/etc/passwd r,
}
`,
    },
    status: 1,
    code: 'parser-character',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Lexer found unexpected character: '"' (0x22) in state: INITIAL
`,
  },
  {
    name: 'a character that cannot stand there',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 «!»foo r,
}
`,
    },
    status: 1,
    code: 'parser-character',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Lexer found unexpected character: '!' (0x21) in state: INITIAL
`,
  },
  {
    name: 'letters beyond ASCII',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 «/é“ r»
 /b r,
}
`,
    },
    status: 1,
    code: 'parser-missing-comma',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 5: missing an end of line character? (entry: /é“)
`,
  },
  {
    name: 'a bare x',
    versions: ['3.0.8'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 «/bin/y x,»
}
`,
    },
    status: 1,
    code: 'parser-exec',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Invalid mode, 'x' must be preceded by exec qualifier 'i', 'p', 'c', or 'u'
`,
  },
  {
    name: 'a bare x',
    versions: ['4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 «/bin/y x,»
}
`,
    },
    status: 1,
    code: 'parser-exec',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Invalid perms, 'x' must be preceded by exec qualifier 'i', 'p', or 'u'
`,
  },
  {
    name: 'a variable without a value',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
@{FOO}=
«profile t /bin/x {»
 @{FOO}/a r,
}
`,
    },
    status: 1,
    code: 'parser-syntax',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: syntax error, unexpected TOK_PROFILE, expecting TOK_VALUE
`,
  },
  {
    name: 'an error in an included file',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 include <local/bad>
}
`,
      'local/bad': `# c
 «network foo,»
`,
    },
    status: 1,
    code: 'parser-network',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/overlay/local/bad at line 2: Invalid network entry.
`,
  },
  {
    name: 'a comma missing at the end of an included file',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 include <local/comma>
}
`,
      'local/comma': `# c
 /etc/foo «r»
`,
    },
    status: 1,
    code: 'parser-missing-comma',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 5: syntax error, unexpected TOK_CLOSE, expecting TOK_END_OF_RULE
`,
  },
  {
    name: 'a variable without values in an included file',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 include <local/undecl>
}
`,
      'local/undecl': `# c
 «@{NOPE}»/etc/foo r,
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Found reference to variable NOPE, but is never declared
`,
  },
  {
    name: 'a variable without values in an included file',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 include <local/undecl>
}
`,
      'local/undecl': `# c
 «@{NOPE}»/etc/foo r,
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Failed to find declaration for: @{NOPE}
ERROR expanding variables for profile t, failed to load
`,
  },
  {
    name: 'alternatives not closed in an included file',
    versions: ['3.0.8', '4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
 include <local/unclosed>
}
`,
      'local/unclosed': `# c
 «/etc/{a,b» r,
`,
    },
    status: 1,
    code: 'parser-pattern',
    severity: 'error',
    says: `/t/usr/sbin/apparmor_parser: Regex grouping error: Unclosed grouping or character class, expecting close }
/t/usr/sbin/apparmor_parser: Unable to parse input line '/etc/{a,b'
ERROR processing regexs for profile t, failed to load
`,
  },
  {
    name: 'a variable without values in a tunables file',
    versions: ['3.0.8', '4.1.0'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
include <tunables/bad>
profile t /bin/x {
 @{T}/a r,
}
`,
      'tunables/bad': `# c
@{T}=«@{UNK}»/x
`,
    },
    status: 1,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Variable @{T} references undefined variable @{UNK}
failure expanding variable T
`,
  },
  {
    name: 'a variable without values in a tunables file',
    versions: ['5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
include <tunables/bad>
profile t /bin/x {
 @{T}/a r,
}
`,
      'tunables/bad': `# c
@{T}=«@{UNK}»/x
`,
    },
    status: 134,
    code: 'parser-variable-unknown',
    severity: 'error',
    says: `Failed to find declaration for: @{UNK}
terminate called after throwing an instance of 'std::bad_alloc'
  what():  std::bad_alloc
`,
  },
  {
    name: 'a rule that older parsers do not know',
    versions: ['3.0.8'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  «userns foo,»
}
`,
    },
    status: 1,
    code: 'parser-syntax',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: syntax error, unexpected TOK_ID, expecting TOK_MODE
`,
  },
  {
    name: 'a rule that older parsers do not know',
    versions: ['4.1.0', '5.0.2'],
    files: {
      'usr.bin.t': `abi <abi/3.0>,
include <tunables/global>
profile t /bin/x {
  userns «f»oo,
}
`,
    },
    status: 1,
    code: 'parser-character',
    severity: 'error',
    says: `AppArmor parser error for /w/text in profile /w/text at line 4: Lexer found unexpected character: 'f' (0x66) in state: USERNS_MODE
`,
  },
];
