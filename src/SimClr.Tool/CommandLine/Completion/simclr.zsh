# Completion of simclr for zsh. In ~/.zshrc, after compinit: source <(simclr completion zsh)
_simclr() {
  local line="${BUFFER:-${words[*]}}" word="${words[CURRENT]}"
  local -a found
  found=("${(@f)$(simclr "[suggest:${CURSOR:-${#line}}]" "${line}" 2>/dev/null)}")
  [[ "${word}" == -* ]] || found=("${(@)found:#[-/]*}")
  found=("${(@M)found:#${word}*}")
  found=("${(@)found:#}")
  if (( ${#found} )); then
    compadd -- "${found[@]}"
  else
    _files
  fi
}
compdef _simclr simclr
