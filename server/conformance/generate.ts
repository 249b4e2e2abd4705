/**
 * Policies made up by chance: for each production of the language a template, good and bad forms alike.
 * `«a|b|c»` stands for one of its parts, those behind `¦` taken seldom, `‹name›` for one of a list below.
 */
import type { Chance } from './random.ts';

const lists: Record<string, string> = {
  q: '«||||audit |deny |allow |audit deny |owner |other |prompt |priority=3 |priority=-5 audit deny owner |user |allow owner |audit allow |deny owner ¦deny audit |owner deny |quiet |priority = 1001 |audit audit |priority=1 priority=2 |priority=a |kill |owner other »',
  qs: '«||||audit |deny |allow |audit deny |prompt |audit allow »',
  path: '«/a|/a/*|/a/**|/a/{b,c}|/a/[abc]|/a/[^a]x|/a/b?|"/a b/c"|@{H}/x|/{,usr/}bin/x|/a\\ b|/a/[a-z]|/a/|/|/**|/*|/a//b|@{H}/|/a@{H}b|"@{H}/x y"|/a/{b,c{d,e}}|/a\\{b|/a/{b,}|/a/{,}|/a/\\x41|/a/\\101|/a/[a\\]b]|/a/{b\\,c}|/a,b|/a,,b|/é|/a/$B|/a#b|/a/{@{H},b}|/\\@{H}|/a/[-a]|/a/{a,{b,{c,d}}}|/a/?*|/a/*.so.[0-9]*|/a/[{,}]|/a/[*?]|/a/\\[b|/a/\\*|@{H}/{x,@{H}}|/a/***|/a/**/b¦@{H}|@H/x|/{a}|/a]|/a[|/a}|/a{b|/a/[]|/a/[^]|/a/[b-a]|/a\\|"/a\\"|a|&a|:n:/a|:n:a|"a"|""|/a/@{X}|/a/@{x|/a!b|/a/${B}|/a/[a-]|/a/[a-c-e]|/a/{{a,b}}|/a/[[a]|/a/@{}|/a/@{x-y}»',
  perms:
    '«r|w|rw|rwk|mr|ix|px -> b|Px|cx|Cx|ux|Ux|pix|Pix|PUx|pux|cix|cux|CUx|rix|rwix|a|l|k|lk|rl|mrwlk|rpx|rr|ixix|RW|Rix|pX|PX|pUx|puX|r|r|r|r|r|ma|ak|PIx|CIx|pIx|UX|IX|cX|mrix¦x|aw|ixpx|pxix|xr|rx|Puix|z|rz|wa|ixux|PxUx|R¦rw-|r w»',
  target:
    '«|||||| -> b| -> /b| -> @{H}/b| -> b//c| -> "a b"| -> /b/{c,d}|-> b| -> &b|  ->  b¦ -> :n:b| -> :n://b| ->| -> ""| -> *| -> {|->b->c| -> b c| - > b| -> -> b| -> @{N}| -> &:n:b»',
  label:
    '«a|/a|/a/**|"a b"|unconfined|@{H}|a//b|:n:a|:n://a|{a,b}|"@{profile_name}"|@{profile_name}|*|**|/a/[ab]¦a,b|(a)|""|[a|{a|a]|a(b|@{N}|a=b»',
  signal:
    '«hup|kill|usr1|term|rtmin+0|rtmin+32|exists|stkflt|emt|int|quit|ill|trap|abrt|bus|fpe|segv|usr2|pipe|alrm|chld|cont|stop|tstp|ttin|ttou|urg|xcpu|xfsz|vtalrm|prof|winch|io|pwr|sys|lost|unused|poll|stp¦rtmin+33|rtmin+|rtmin|foo|HUP|rtmin+-1|rtmax|9|rtmin+1a»',
  cap: '«sys_admin|net_raw|chown|kill|bpf|checkpoint_restore|audit_read|mac_admin|perfmon|syslog|wake_alarm|block_suspend|dac_read_search¦foo|CHOWN|cap_chown|sys_adminn|"chown"»',
  family:
    '«inet|inet6|unix|netlink|packet|unspec|local|mctp|can|vsock|ax25|xdp|smc|ipx|ib|mpls|kcm|qipcrtr|phonet|pppox|bluetooth|netbeui|appletalk|netrom|bridge|atmpvc|x25|rose|security|key|ash|econet|atmsvc|rds|sna|irda|wanpipe|llc|tipc|iucv|rxrpc|isdn|ieee802154|caif|alg|nfc¦foo|INET|ipv4|file»',
  type: '«stream|dgram|raw|seqpacket|rdm|packet¦foo|dccp|tcp|udp|icmp|none|STREAM»',
  netaccess:
    '«||||create |(create) |(create, bind) |send |receive |(send receive) |(send,receive,connect) |r |w |rw |(r w) |(rw) |read |write |bind |connect |accept |listen |shutdown |getattr |setattr |getopt |setopt |(connect, accept) ¦(foo) |() |wr |delegate |(,send) |(send,,receive) |send receive |( send ) |(r,w»',
  cond: '«|||| ip=127.0.0.1| ip=::1| ip=none| port=53| port=53-60| port=65535| port=0| interface=lo| label=a| ip=127.0.0.1 port=80| ip=::ffff:1.2.3.4| ip="::1"| port=1-65535| ip=fe80::1| port=00053| port="53"¦ ip=1.2.3| ip=1.2.3.4/8| interface="a b"| port=65536| port=60-53| port=| port=80 port=81| port=a| foo=bar| port in (1,2)| ip=(1.2.3.4)| port=(80 81)| interface={a| label={a,b}| ip=| port=-1| port=1-| port=1-2-3| ip=:::1| ip=localhost| interface=eth*| port=+5| port=0x10| port=(80)| ip=01.2.3.4| port=53 ,| ip=none port=5| label=a label=b»',
  peer: '«|||| peer=(ip=127.0.0.1)| peer=(port=53)| peer=(ip=::1 port=53)| peer=(ip=none)| peer=(port=53,ip=::1)| peer =(port=53)| peer= (port=53)| peer=( port = 53 )| peer=(port=53-54)¦ peer=()| peer=(foo=bar)| peer=a| peer=(port=53) port=5| peer=(interface=lo)| peer=(port=a)| peer=(port=53) peer=(port=54)| peer=(label=a)| peer=(port=)| peer=(port)| peer=(port=53| peer=port=53| peer=(port=(53))| peer=(port=(53 54))| peer=(port=53 port=54)| peer=((port=53))»',
  mopt: '«ro|rw|nosuid|suid|bind|rbind|move|remount|private|shared|slave|unbindable|make-private|rprivate|nodev|noexec|sync|async|relatime|norelatime|strictatime|nouser|user|loud|silent|verbose|atime|noatime|diratime|mand|nomand|dirsync|iversion|acl|noacl|lazytime|B|R|M|r|w|read-only|make-rslave|runbindable|nostrictatime|nosymfollow|symfollow|make-unbindable|make-runbindable|make-rprivate|rslave|make-slave|rshared|make-rshared|make-shared|nodiratime|dev|exec|noiversion|nolazytime¦foo|RO|defaults|auto|noauto|rec|recursive|remount,ro|kernmount|active|born|i_version|make-move|loud,ro|quiet|group|_netdev|none»',
  mopts:
    '«|||| options=‹mopt›| options=(‹mopt›)| options=(‹mopt›,‹mopt›)| options=(‹mopt› ‹mopt›)| options in (‹mopt›, ‹mopt›)| options in (‹mopt›)| option=‹mopt›| options=(‹mopt›) options in (‹mopt›)| options=‹mopt› options=‹mopt›| options = ‹mopt›| options=( ‹mopt› , ‹mopt› )¦ options=ro,nosuid| options=| options=()| options=(‹mopt›| opts=‹mopt›| options in ‹mopt›| options in ()| options!=ro| options=(ro)(rw)| options="ro"| options==ro| options=(,ro,)»',
  fs: '«|||| fstype=ext4| fstype=(ext4, tmpfs)| fstype=(ext*)| vfstype=ext4| fstype in (ext4 tmpfs)| fstype=({a,b})| fstype="a b"| fstype=ext4 fstype=tmpfs| fstype=@{H}¦ fstype=| fstype=[| foo=bar| fstype=()| fstype=(a[)| fstype={a| type=ext4| fstype="" | fstype=@{N}»',
  src: '«|||| /a| /dev/sda1| none| tmpfs| "/a b"| /a/**| @{H}| /a/{b,c}| **| {,a}| a/b| ""| /a\\ b| overlay| sysfs¦ /a[| /a /b| =a| (a)| /a=b| a=| /a}| @{N}| {a| -| ->/b»',
  mnt: '«||| -> /b| -> /b/**| -> /b/{c,d}| -> "/b c"| -> @{H}/x| -> **| -> b| ->  /b/¦ ->| -> ""| -> options=ro /b| -> /b[| -> @{N}| -> /b /c|->/b| -> (b)| -> /b -> /c»',
  flag: '«complain|enforce|kill|audit|attach_disconnected|mediate_deleted|chroot_relative|unconfined|prompt|default_allow|interruptible|namespace_relative|no_attach_disconnected|delegate_deleted|chroot_attach|chroot_no_attach|error=EACCES|error=EPERM|kill.signal=kill|kill.signal=rtmin+4|attach_disconnected.path=/a|attach_disconnected.ipc|attach_disconnected.ipc=/a|debug¦error=foo|error=eperm|kill.signal=foo|kill.signal=|attach_disconnected.path=a|attach_disconnected.path=@{H}|foo|hat|COMPLAIN|error="EPERM"|attach_disconnected.path="/a b"|attach_disconnected.ipc="/x"|error=5|complain=1|kill.signal=KILL|kill.signal=9|error|attach_disconnected.path|mode=complain|"complain"|kill.signal=exists»',
  flags:
    '«||||| flags=(‹flag›)| (‹flag›)| flags=(‹flag›,‹flag›)| flags=(‹flag› ‹flag›)| flags = (‹flag›)| flags= (‹flag›, ‹flag›)| xattrs=(user.a=b)| xattrs=(user.a)| xattrs=(user.a="b c" user.d)| xattrs=(user.a=b) flags=(‹flag›)| xattrs=(user.a=b user.c=d)| xattrs=(user.a=b, user.c=d)¦ flags=()| ()| flags=‹flag›| flags=(‹flag›, )| flags=(,‹flag›)| xattrs=(user.a:=b)| xattrs=()| xattrs=(user.a=(b))| flags=(‹flag›) xattrs=(user.a=b)| + identities=(a b)|  + identities=(/a) flags=(‹flag›)| flags=(‹flag›) flags=(‹flag›)| flags(‹flag›)| flag=(‹flag›)| flags=((‹flag›))| flags=[‹flag›]| xattrs=(user.a={b,c})| xattrs=(user.a=[)| xattrs=(user.a=b user.a=c)| identities=(a)| +identities=(a)| xattr=(user.a=b)| xattrs=user.a| xattrs=(="b")»',
  name: '«n|b|/a|/a/*|"/a b"|"a b"|:n:a|:n://a|:n:/a|a//b|@{H}/x|/{a,b}|a.b-c_d|profile|hat|file|a@b|/a\\ b|a*|a#b|a{b,c}|unconfined|3|a=b|-a|é¦@{H}|/a[|a{b|::a|:n:|&a|^a|deny|all|""|:n|:|(a)|a,b|a, b|{|/|//|a//|//a|:n:a:b|:a b:c|@{N}|a\\|"a\\"|flags=(complain)|a]»',
  attach:
    '«||||| /bin/x| /bin/{x,y}| "/bin/x y"| @{H}/x| @{H}| /bin/*| /a\\ b| /bin/[xy]| /**| /|/x¦ bin/x| /bin/x[| y| "y"| :n:x| @H/x| @{N}| @{profile_name}| /a/@{profile_name}| /a /b| /{a}| @{X}/a| ""| @{exec_path}| -> x»',
  value:
    '«/a|/a/|/b/*|a|"a b"|@{H}|@{H}/x|{a,b}|a,b|1|true|-x|@{Y}|@{Z}/c|/a/{b,c}|\\a|"@{H}"|é|{|}|[a|a=b|@{H}@{H}|a{b,c}d|5|"a" "b"¦""|=|#x|${B}|!|=a|@{N}|@{H|@{}|,|a,|(a)|<a>|"a|a"b»',
  var: '«@{X}|@{Y}|@{Z}|@{W}|@X|@{V_1}|@{X}¦@{H}|@{N}|@{x-y}|@{1}|@{}|@{x y}|${X}|@{profile_name}|@{exec_path}|@{attach_path}|@ X|@{X|X|$X»',
  op: '«=|=|=|=| = |  =  |?=| ?= |:=| := |+=| += ¦==|-=|: =|=+|+ =|= =| \n= »',
  expr: '«defined @{H}|defined @{N}|not defined @{H}|$B|${B}|not $B|true|false|defined $B|defined ${B}|@{H} == /h|@{H} in @{X}|1 < 2|a < b|1 < a|@{X} >= 3|"a" == "a"|($B)|not ($B and true)|$B and defined @{H}|$B or true|a != b|1 <= 02|0x10 > 9|not not $B|TRUE|a==b|1>2|@{H}==/h|/h in @{H}|"/h" in @{H}|@{H} != @{H}|not true or true|true and false or true|(true or $B) and not (false)|@{X} == "1 2"¦$N|@{N} == a|true or $N|false and $N|$B and|or $B|()|(|@{H}|a|a in (a b)|a == a == a|$B == true|defined H|not|in|and|(true)and(false)|true true|defined|"true"|@{H} = /h|1 <2| a<b|true && false|! true|$B or or true|@{H} in|< 1|defined "@{H}"|(true|true)|not(true)|defined(@{H})|@{X} < 5|@{H} < 5»',
  inc: '«include <‹incname›>|include if exists <‹incname›>|#include if exists <none>|include "simple_tests/‹incname›"|include <"‹incname›">|#include <‹incname›>|include if exists <none>|include if exists "none"|include if exists none|include   <‹incname›>|include simple_tests/‹incname›¦include <‹incname›|include < ‹incname› >|include|include <>|include ""|include if <a>|include exists <a>|include <‹incname›>,|INCLUDE <‹incname›>|include <‹incname›>include <‹incname›>|include\n<‹incname›>|include if exists|#include|include<‹incname›>|include if  exists <none>|include ifexists <none>|# include <‹incname›>|include <‹incname›> <none>|include \'‹incname›\'|include (none)|include if exists <‹incname›>, |include /none|#include<‹incname›>|#include"simple_tests/‹incname›"»',
  incname:
    '«includes/base|include_tests/includes_okay_helper.include|includes-preamble|includes|includes/|./includes/base|includes//base|include_tests/../includes/base¦none|.|..|include_tests|a b| includes/base|includes/base »',
  abi: '«abi <abi/4.19>,|abi "simple_tests/abi/4.19",|abi simple_tests/abi/4.19,|abi <kernel>,|abi <default>,|abi <abi/4.19> ,|abi  <abi/4.19>,|abi <"abi/4.19">,|abi <abi/4.19>,#c¦abi <abi/none>,|abi,|abi <abi/4.19>|abi < abi/4.19 >,|abi "abi/4.19" ,|abi kernel,|abi "default",|abi <abi/4.19>,,|abi<abi/4.19>,|abi <>,|abi <abi/>,|abi /none,|abi <abi>,|Abi <abi/4.19>,|abi <abi/4.19> <abi/4.19>,|abi default,|abi\n<abi/4.19>,»',
  lim: '«cpu|fsize|data|stack|core|rss|nofile|ofile|as|nproc|memlock|locks|sigpending|msgqueue|nice|rtprio|rttime¦foo|CPU|nofiles|"cpu"»',
  limv: '«1|0|infinity|10K|10KB|10M|10MB|10G|1GB|10 K|10 MB|1s|1 s|10 seconds|10 minutes|1 hour|1 day|1 week|1ms|1 us|10us|19|-20|5 min|5min|1000ms¦-1|20|-21|1.5|1T|1k|0x10|99999999999999999999|infinityx|10 foo|999ms|unlimited||1h|1 d|10kb|1 m|10 B|1 weeks|infinity s|- 5|+5|01|1e3»',
  dcond:
    '«||| bus=session| bus=system| bus={a,b}| path=/a| path=/a/**| interface=a.b| member=c| member={a,b}| bus=session path=/a interface=b member=c| path="/a b"| peer=(name=a)| peer=(label=a)| peer=(name=a label=b)| peer=(name=a, label=b)| bus=session peer=(name=a)| bus=@{H}| member=@{H}| bus=foo| bus="a"| path=/a peer=(label={a,b})¦ name=a.b| bus=| path=[| foo=bar| bus=a bus=b| path=(a)| path=(a b)| bus in (a)| peer=a| peer=()| peer=(foo=b)| peer=(label=[)| peer=(name=a name=b)| name=a peer=(name=b)| name={a| peer=(name=@{N})| bus=session, path=/a| peer=(bus=a)| peer=(path=/a)| peer=(name)| PATH=/a| path=""| peer=(name="")»',
  daccess:
    '«||send |receive |(send receive) |(send, receive) |r |w |rw |(read, write) |(rw) |read |write ¦bind |eavesdrop |(bind send) |(eavesdrop, bind) |foo |() |(foo) |send receive |(send|acquire |(bind) »',
  ucond:
    '«||| type=stream| type=(stream)| type=dgram| addr=@a| addr="@a b"| addr=none| addr=auto| addr=@a*| addr=@{a,b}| type=stream addr=@a| type=seqpacket| addr=@a/b| addr="none"| addr=@@{H}| addr=@a[bc]¦ type=foo| type=(stream dgram)| addr=/a| addr=@a[| protocol=1| opt=x| attr=x| label=a| addr=@a addr=@b| addr=@| addr=a| type=| type in (stream)| addr=none*| addr=@{N}| addr=(@a)| addr=@a{| type=dccp| type=none| addr=""| addr=auto type=stream| type=raw| type=STREAM»',
  upeer:
    '«||| peer=(addr=@a)| peer=(label=a)| peer=(addr=none label=a)| peer=(addr=@a,label=b)| peer=(label={a,b})| peer=(addr=none)| peer=(label=@{H})| peer=( addr=@a )| peer=(addr="@a b")| peer=(label="a b")¦ peer=(addr=/a)| peer=(type=stream)| peer=()| peer=a| peer=(label=[)| peer=(addr=auto)| peer=(label=a) peer=(label=b)| peer=(label=a) type=stream| peer=(label=(a))| peer=(addr=a)| peer=(label)| peer=(label=| peer=(label=a label=b)| peer=(protocol=1)| peer=(addr=@a[)| peer=(label=@{N})»',
};

const rules: readonly string[] = [
  '‹q›«|file »‹path› ‹perms›‹target›,',
  '‹q›‹path› ‹perms›,',
  '‹q›‹path› ‹perms›‹target›,',
  '‹q›«|file »‹perms› ‹path›‹target›,',
  '‹q›«file¦file |file file|files|File|file r|file /a»,',
  '‹q›«¦file »«safe |unsafe »«‹path› ‹perms›|‹perms› ‹path›»‹target›,',
  '«|||deny |audit deny |owner deny »‹path› «x|rx|wx|ix|mx|kx|ux|px|r|rw»,',
  '‹q›«link |link subset |l subset |l ¦lr subset |link l |link subset subset |Link »‹path› -> ‹path›,',
  '‹q›«l|lk|rl»«| subset» ‹path› -> ‹path›,',
  '‹q›«capability¦Capability|cap|capabilities»« ‹cap›| ‹cap› ‹cap›||¦ ‹cap›,‹cap›| ‹cap›, ‹cap›»,',
  '‹q›«network|network ¦Network|net»,',
  '‹qs›network ‹netaccess›‹family›«| ‹type›»,',
  '‹qs›network ‹netaccess›«inet|inet6»« ‹type›|»‹cond›‹peer›,',
  '‹qs›network «‹type›|tcp|udp|icmp¦‹family› ‹type› ‹type›|‹type› ‹family›|foo»,',
  '‹qs›network ‹netaccess›«inet|inet6» «stream|dgram|tcp|udp|raw|icmp»‹cond›‹peer›,',
  '‹qs›network«¦ ‹netaccess›»‹cond›‹peer›,',
  '‹q›network ‹netaccess›«inet|inet6» «stream|dgram»«¦‹cond›‹cond›‹peer›»,',
  '‹qs›unix ‹netaccess›‹ucond›‹upeer›,',
  '‹qs›unix «(send, receive, connect)|send|(bind)|bind|create|(accept,connect)»‹ucond›‹upeer›,',
  '‹qs›dbus ‹daccess›‹dcond›,',
  '‹qs›dbus ‹daccess›‹dcond›«¦‹dcond›»,',
  '‹qs›dbus «bind|(bind)|eavesdrop|(eavesdrop)»« bus=a| name=a.b| bus=a name=b| bus=session name=a{b,c}|¦ path=/a| peer=(name=a)| interface=b»,',
  '‹qs›signal «|send |receive |(send receive) |(send, receive) |r |w |rw |(rw) |read |write ¦foo |() |send receive |(foo)»«| set=‹signal›| set=(‹signal›)| set=(‹signal› ‹signal›)| set=(‹signal›, ‹signal›)¦ set=()| set=‹signal›,‹signal›| set in (‹signal›)| set=(‹signal›) set=‹signal›| foo=bar| set=|set=‹signal›»«| peer=‹label›¦ peer=(label=‹label›)| peer=(‹label›)| peer=()| peer=‹label› peer=‹label›| peer =‹label›| peer=»,',
  '‹qs›ptrace «|read |trace |tracedby |readby |(read trace) |(read, tracedby) |r |w |rw |write ¦foo |() |read trace |(foo) »«| peer=‹label›¦ peer=(label=‹label›)| peer=(‹label›)| peer=| set=kill| foo=bar| peer in (a)»,',
  '‹qs›«mount|mount|mount|remount|umount|unmount¦Mount|mounts»‹mopts›‹fs›‹src›«‹mnt›|»,',
  '‹qs›«mount|mount|mount|remount|umount»‹fs›‹mopts›‹src›«‹mnt›|»,',
  '‹qs›mount options=‹mopt›‹src›‹mnt›,',
  '‹qs›mount options=(‹mopt›, ‹mopt›)‹fs› /a -> /b,',
  '‹qs›«remount|umount»‹mopts›‹fs› ‹path›,',
  '‹qs›pivot_root«| oldroot=/a| oldroot="/a b"| oldroot=@{H}/x| oldroot=/a/*¦ oldroot=[| oldroot=a| oldroot=| oldroot=(/a)| foo=/a| oldroot=/a oldroot=/b»«| ‹path›| /b|¦‹src›»‹target›,',
  '‹qs›change_profile«| unsafe| safe»« ‹path›| /a/x|» «-> ‹label›|-> ‹name›|-> b|¦->|-> &a|-> &:n:a|-> a b|->a|-> "a b"»,',
  '«¦‹q›»set rlimit ‹lim› <= ‹limv›,',
  '«¦audit »set «rlimit¦Rlimit|limit|»« ‹lim›¦» «<=¦<|=|=>|»«| » ‹limv›,',
  '‹qs›userns«| create¦ (create)| foo| ()| create create| (create,)| read| create /a»,',
  '‹qs›io_uring«| sqpoll| override_creds| (sqpoll, override_creds)| (sqpoll)¦ foo| ()| (foo)| sqpoll override_creds»«| label=‹label›¦ peer=(label=‹label›)| foo=a| label=(a)| peer=a»,',
  '‹qs›mqueue«| create| (create, open)| read| r| rw| (rw)| delete| getattr| write| open| setattr¦ foo| ()| unlink»«| type=posix| type=sysv¦ type=foo| type=(posix)| type=posix type=sysv| type=»«| label=‹label›¦ label=(a b)| label=| label=a label=b»«| /a| /a/b| 123¦ /**| a| "/a"| /a[| 1a| -1| @{H}| /a@{X}| "123"| /a 5| /a{b| 0»,',
  '«|audit |deny |allow ¦‹q›»all«¦ |All| all| r| -> a| file»,',
  '«audit|deny|owner|allow|audit deny|other|prompt|audit owner|¦priority=3|owner deny»«|  » {\n    «‹path› ‹perms›‹target›,|‹rule›|‹path› r,»\n  }',
  '«^‹name›|hat ‹name›¦hat ^‹name›|^ ‹name›|hat»«|¦‹attach›»‹flags› {\n    ‹path› r,\n  }',
  'profile ‹name›‹attach›‹flags› {\n    ‹path› r,\n  }',
  '«^‹name›|hat ‹name›¦profile ‹name›|^»,',
  '‹inc›',
  '«¦‹q›»‹inc›',
  'if ‹expr› {\n    ‹rule›\n  }«| else {\n    ‹rule›\n  }| else if ‹expr› {\n    ‹rule›\n  }| else if ‹expr› {\n  } else {\n ‹rule›\n  }¦ else| elsif ‹expr› {}| else { }| else else {}| elif ‹expr› {}»',
  '«‹abi›|include <includes/base>»',
  '«# c¦‹var›‹op›‹value›»',
  '«# c¦alias ‹path› -> ‹path›,»',
  '‹rule› ‹rule›',
  '# a comment',
  '‹path› ‹perms›, # a comment',
  '‹path›« |\t|  ¦\n| # c\n| \\\n|»‹perms›«|»,',
  '‹path› r«,| ,|  ,¦|;|,,|.»',
];

const top: readonly string[] = [
  '‹var›‹op›‹value›«| ‹value›| ‹value› ‹value›¦,| # c| \\\n‹value›|\t‹value›|, ‹value›»',
  '«$C|${C}|$D¦$B|$N|@{B}»‹op›«true|false|TRUE|False|‹expr›¦yes|"true"||true,|true # c|true false|(true)|1|0»',
  'alias ‹path› -> ‹path›,',
  '«rewrite¦Alias|aliases» ‹path› -> ‹path›,',
  'alias «‹path› -> /x|/x -> ‹path›¦‹path›|‹path› ->|-> ‹path›|‹path›, ‹path›|‹path› ‹path›|‹path› -> ‹path› ‹path›|‹path›->‹path›»,',
  '‹abi›',
  '‹inc›',
  '«|profile »‹name›‹attach›‹flags› {\n  ‹rule›\n}',
  '# comment',
  '«# c¦‹rule›»',
  '«# c¦if ‹expr› {\n profile ‹name› {}\n}»',
  '«# c¦audit { ‹rule› }»',
  '«# c¦hat ‹name› { }»',
];

/** Policies about one thing, where what goes together is more than grammar. */
const focused: readonly ((chance: Chance) => string)[] = [
  // Exec modes of patterns that may overlap.
  (chance) => {
    const rule =
      '  «|||owner |other |deny |audit |priority=1 |allow »«‹exec› ‹way›‹to›|‹way› ‹exec›‹to›|‹exec› ‹way›»,';
    const other = '  «owner|other|audit|deny|allow» { ‹exec› ‹way›‹to›, }';
    const rest =
      '«file,|allow file,|change_profile ‹safe›/bin/a -> b,|change_profile ‹safe›‹exec› -> ‹cp›,|‹exec› r,|all,»';
    const lines = many(chance, 2, 5, () => (chance.yes(0.8) ? rule : chance.pick([other, rest])));
    return `@{B}=/bin /usr/bin\nprofile a {\n${lines.join('\n')}\n}`;
  },
  // Variables: declared, added to, referring to each other.
  (chance) => {
    const set = '«@{A}|@{B}|@{C}|@{D}|@A|$A|${E}»«=|=|=|+=|+=|?=|:= »‹varvalue›« ‹varvalue›|»';
    const use = '  «‹varvalue›|/‹varvalue›/x|@{A}/@{B}|/{@{A},@{C}}|"@{D}"» r,';
    const header = '«profile a|profile a @{A}/x|profile @{B}|/‹varvalue›|profile a ‹varvalue›»';
    return `${many(chance, 1, 6, () => set).join('\n')}\n${header} {\n${many(chance, 0, 3, () => use).join('\n')}\n}`;
  },
  // Names of profiles, child profiles and hats.
  (chance) => {
    const name = '«a|b|/a|a//b|:n:a|:n://a|:m:a|"a"|/a/*|a//c»';
    const child = `«^«a|b|c»|hat «a|b|c»|profile «a|b|c|:n:b|a//b|/a»|^"a"|profile "b"» { «|/x px -> ${name},|^a { }|profile b { }|change_profile -> ${name},» }`;
    return many(
      chance,
      1,
      3,
      () =>
        `«profile ${name}|/a|:n:/a|profile ${name} /bin/x» {\n  ${many(chance, 0, 3, () => child).join('\n  ')}\n}`,
    ).join('\n');
  },
  // Patterns of any characters.
  (chance) => {
    const glob = () =>
      many(chance, 1, 9, () =>
        chance.pick([...'abc/{},[]^-*?\\.@ !'.split(''), '{', '}', ',', '**', '@{A}', '\\{', '[a', '{a,']),
      )
        .join('')
        .replaceAll(' ', '\\ ');
    const word = () => (chance.yes(0.3) ? `"/${glob()}"` : `/${glob()}`);
    const place = chance.pick([
      '‹w› r',
      'profile b ‹w› {} /a r',
      'link ‹w› -> ‹w›',
      'mount ‹w› -> ‹w›',
      'unix addr=@‹w›',
      'signal peer=‹w›',
      'dbus path=‹w›',
      'change_profile -> ‹w›',
      'alias',
      '‹w› px -> ‹w›',
      'umount ‹w›',
      'mqueue ‹w›',
      'pivot_root ‹w›',
      'ptrace peer=‹w›',
      'change_profile ‹w› -> ‹w›',
    ]);
    if (place === 'alias') return `alias ${word()} -> ${word()},\nprofile a { ${word()} r, }`;
    return `@{A}=x y\nprofile a { ${place.replace(/‹w›/g, word)}, }`;
  },
  // Conditions.
  (chance) => {
    const sets = many(
      chance,
      0,
      3,
      () => '«$A=true|${B}=false|$C=‹expr›|@{X}=1|@{Y}=a b|@{X}=2 3|$B=not $A»',
    );
    const body = '{ «/a r,|/b px,|/b ix,|include <none>|include if exists <none>|profile c { }|/@{N} r,|» }';
    return `@{H}=/h\n${sets.join('\n')}\nprofile a {\n  if ‹expr› ${body}« else ${body}| else if ‹expr› ${body}| else if ‹expr› ${body} else ${body}|»\n  «/b px,|»\n}`;
  },
  // Variables that stand for the profile at hand.
  () => {
    const use =
      '«/‹auto› r,|‹auto›/x r,|signal peer=‹auto›,|change_profile -> «x|»‹auto›,|dbus name=a.‹auto›,|unix addr=@‹auto›,|network inet interface=‹auto›,|mqueue label=‹auto›,|/{‹auto›,b} r,|mount /‹auto›,»';
    const name = '«a|/a|"a["|a{b,c}|@{X}|@{X}/b|a*|"a]"|/b/@{X}|@{Y}|:n:a[b]|a,b»';
    const attachment = '«||| /c| @{X}| /c{d,e}| /@{Y}| /‹auto›»';
    const flags = '«||| flags=(attach_disconnected.path=«/a|@{X}|/‹auto›|@{Y}»)| flags=(‹flag›, ‹flag›)»';
    const header = `${name}${attachment}${flags}`;
    const inner = `«|profile ${header} { ${use} }|^${name} { ${use} }|hat ${name}${flags} { ${use} }»`;
    return `@{X}=«/x|/x /y|x»\n@{Y}=«‹auto›|/q ‹auto›|‹auto›/y»\nprofile ${header} {\n  ${use}\n  ${inner}\n}`;
  },
  // Comparisons, of which the outcome shows.
  (chance) => {
    const side = '«@{X}|@{Y}|@{Z}|‹operand›|‹operand›»';
    const mark = '«==|!=|<|<=|>|>=|in»';
    const bodies = chance.yes(0.5) ? ['/@{N} r,', ''] : ['', '/@{N} r,'];
    return `@{X}=‹operand› ‹operand›\n@{Y}=‹operand›\n@{Z}=‹operand›\nprofile a {\n  if «|not »(${side} ${mark} ${side}«| and true| or false») { ${bodies[0]} } else { ${bodies[1]} }\n}`;
  },
];

Object.assign(lists, {
  auto: '«@{profile_name}|@{profile_name}|@{exec_path}|@{attach_path}»',
  operand: '«a|b|"a b"|1|2|10|010|0x1f|-3|+4|a1|1a|"10"|é|ab|/a|0b1|99999999999999999999|\\x35|and|in|$B»',
  exec: '«/bin/a|/bin/*|/bin/**|/bin/{a,b}|/bin/[ab]|/bin/?|/**|/usr/bin/a|@{B}/a|@{B}/*|/{usr/,}bin/a|/bin/a*|/bin/*a|/bin/b|"/bin/a"|/bin/[^a]|/bin//a|/*/a|/bin/aa|/bin/\\141|/bin/{a,[bc]}|/bin/{a,a*}|/*/*|/bin/**a|/bin/?*|/bin/***|//bin/a»',
  way: '«px|ix|ux|cx|Px|Ux|Cx|pix|Pix|cix|Cix|pux|PUx|cux|CUx|rix|rpx|mrPx|x|r|px|ix|pUx|puX|rw»',
  to: '«||||| -> b| -> c| -> &b| -> @{B}/b| -> b//c»',
  safe: '«|safe |unsafe »',
  cp: '«a|b|/a|*|**|{a,b}|a*|:n:a»',
  varvalue: '«/a|b|/c/|@{A}|@{B}|@{C}|@{D}|@{A}b|/@{B}/c|{@{C},d}|"@{A}"|a,b|@{F}|/a*|@A|[|{x»',
});

function many(chance: Chance, least: number, most: number, make: () => string): string[] {
  return Array.from({ length: least + chance.below(most - least + 1) }, make);
}

/** A policy of a few lines, about anything. */
function anything(chance: Chance): string {
  const before = many(chance, 0, 2, () =>
    chance.yes(0.15) ? chance.pick(top) : chance.pick(top.slice(0, 7)),
  );
  const body = many(chance, 1, 3, () => chance.pick(rules));
  const header = chance.yes(0.7) ? '«profile a|profile a|/bin/a»' : '«profile |¦»‹name›‹attach›‹flags›';
  return [
    '@{H}=/h «|/i|/h/j»',
    ...(chance.yes(0.5) ? ['«$B=true|${B} = false|@{X}=1 2|@{X}=/x|@{Y}=@{H}»'] : []),
    ...before,
    `${header} {`,
    ...body.map((rule) => `  ${rule}`),
    '}',
    ...(chance.yes(0.1) ? [chance.pick(top)] : []),
  ].join('\n');
}

/** A policy of a few lines. */
export function generate(chance: Chance): string {
  const template = chance.yes(0.5) ? anything(chance) : chance.pick(focused)(chance);
  return `${fill(template, chance, 0)}\n`;
}

const deepest = 12;
/** How often a form behind `¦` is taken, where there is one. */
const badShare = 0.04;

/** Choices inside choices are made first; lists are put in last. */
function fill(template: string, chance: Chance, depth: number): string {
  if (depth > deepest) return '';
  let text = template;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/«([^«»]*)»/g, (_all, parts: string) => {
      const [good, bad] = parts.split('¦') as [string, string?];
      return chance.pick((bad !== undefined && chance.yes(badShare) ? bad : good).split('|'));
    });
  }
  return text.replace(/‹([a-z]+)›/g, (all, name: string) => {
    const list = name === 'rule' ? chance.pick(rules) : lists[name];
    return list === undefined ? all : fill(list, chance, depth + 1);
  });
}
