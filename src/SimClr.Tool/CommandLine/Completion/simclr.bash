# Completion of simclr for bash. In ~/.bashrc: source <(simclr completion bash)
_simclr() {
  local word="${COMP_WORDS[COMP_CWORD]}" found
  found="$(simclr "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
  [[ "${word}" == -* ]] || found="$(grep -v '^[-/]' <<< "${found}")"
  COMPREPLY=()
  while IFS= read -r line; do
    [[ -n "${line}" && "${line}" == "${word}"* ]] && COMPREPLY+=("${line}")
  done <<< "${found}"
}
complete -o default -F _simclr simclr
