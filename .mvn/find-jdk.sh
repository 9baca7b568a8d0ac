# Finds a JDK 25; sourced by ./build and ./blocktier, for machines whose default java is another one.
#
# find_jdk sets and exports JAVA_HOME, and sets jdk_version to the full version of that JDK
# ("25.0.3+9-LTS"). Without a JDK 25 it says what to install and ends the script with exit code 69.
#
# Looks at files only: starting every java it meets to ask for its version would take longer than
# the command that is about to run.

# Is the directory $1 a JDK 25? Leaves its version in jdk_version.
is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  jdk_version=
  jdk_release=
  while IFS='=' read -r jdk_key jdk_value || [ -n "$jdk_key" ]; do
    jdk_value=${jdk_value#\"}
    jdk_value=${jdk_value%\"}
    case $jdk_key in
      JAVA_VERSION) jdk_release=$jdk_value ;;
      JAVA_RUNTIME_VERSION) jdk_version=$jdk_value ;;
    esac
  done <"$1/release"
  : "${jdk_version:=$jdk_release}"
  case $jdk_release in
    25 | 25[!0-9]*) return 0 ;;
    *) return 1 ;;
  esac
}

# Sets JAVA_HOME to the first JDK 25 among its arguments.
first_jdk() {
  for jdk_candidate; do
    if is_jdk "$jdk_candidate"; then
      JAVA_HOME=$jdk_candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

find_jdk() {
  if [ -n "${BLOCKTIER_JAVA_HOME:-}" ]; then
    first_jdk "$BLOCKTIER_JAVA_HOME" && return
    echo "${0##*/}: BLOCKTIER_JAVA_HOME is $BLOCKTIER_JAVA_HOME, where there is no JDK 25." >&2
    exit 69
  fi
  first_jdk "${JAVA_HOME:-}" && return
  # The last two are what GitHub's runners call it.
  first_jdk \
    /usr/lib/jvm/* /usr/java/* /opt/java* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" && return
  if [ -x /usr/libexec/java_home ]; then
    first_jdk "$(/usr/libexec/java_home -v 25 2>/dev/null)" && return
  fi
  jdk_on_path=$(command -v javac) && jdk_on_path=$(readlink -f "$jdk_on_path") &&
    first_jdk "${jdk_on_path%/bin/javac}" && return
  cat >&2 <<END
${0##*/}: Blocktier needs a JDK 25, and none was found.
Install one: "apt-get install temurin-25-jdk" or "apt-get install openjdk-25-jdk" where the system has
such a package, else from https://adoptium.net. If it is installed already, set BLOCKTIER_JAVA_HOME.
END
  exit 69
}
