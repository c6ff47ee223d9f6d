/** Completion for zsh. Candidates are handed to compadd as data, which quotes them itself. */
export const zsh = String.raw`#compdef voicectl
# zsh completion for voicectl
#
# In this shell:   source <(voicectl completion zsh)
# In every shell:  add that line to ~/.zshrc, below compinit, or put this file into a folder of $fpath:
#                  voicectl completion zsh > "${'$'}{fpath[1]}/_voicectl"

_voicectl() {
  emulate -L zsh
  local line value about prefix
  local -i widest=0
  local -a lines values shown abouts
  lines=("${'$'}{(@f)$(voicectl __complete zsh "${'$'}{(@Q)words[2,CURRENT-1]}" "${'$'}{(Q)PREFIX}" 2>/dev/null)}")
  prefix=${'$'}{lines[1]#*$'\t'}
  case ${'$'}{lines[1]} in
    (:words) ;;
    (:files*)
      [[ $prefix == :* ]] || compset -p ${'$'}{#prefix}
      _files
      return
      ;;
    (:folders*)
      [[ $prefix == :* ]] || compset -p ${'$'}{#prefix}
      _files -/
      return
      ;;
    (*) return 1 ;;
  esac
  shift lines
  for line in "${'$'}{(@)lines}"; do
    value=${'$'}{line%%$'\t'*}
    [[ -n $value ]] || continue
    about=
    [[ $line == *$'\t'* ]] && about=${'$'}{line#*$'\t'}
    values+=("$value")
    abouts+=("$about")
    ((${'$'}{#value} > widest)) && widest=${'$'}{#value}
  done
  local -i index
  for ((index = 1; index <= $#values; index++)); do
    if [[ -n ${'$'}{abouts[index]} ]]; then
      shown+=("${'$'}{(r:widest:)values[index]}  -- ${'$'}{abouts[index]}")
    else
      shown+=("${'$'}{values[index]}")
    fi
  done
  (($#values)) || return 1
  compadd -V voicectl -l -M 'm:{a-zA-Z}={A-Za-z}' -d shown -a -- values
}

if [[ ${'$'}{funcstack[1]} == _voicectl ]]; then
  _voicectl "$@"
elif (( $+functions[compdef] )); then
  compdef _voicectl voicectl
fi
`;
