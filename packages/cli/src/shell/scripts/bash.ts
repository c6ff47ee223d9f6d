/** Completion for bash, from 3.2 on. Nothing that comes from a server is ever expanded: it is read, quoted by %q, and shown. */
export const bash = String.raw`# bash completion for voicectl
#
# In this shell:   source <(voicectl completion bash)
# In every shell:  add that line to ~/.bashrc, or, where bash-completion is installed:
#                  voicectl completion bash > ~/.local/share/bash-completion/completions/voicectl

_voicectl() {
  local IFS=$' \t\n' rest trimmed word last='' typed='' value about line first=1
  local -a words shown values
  local index widest=0 room
  COMPREPLY=()
  words=()
  values=()
  shown=()

  # bash takes words apart at = : and @; what had no blank between belongs together.
  rest=${'$'}{COMP_LINE:0:COMP_POINT}
  rest=${'$'}{rest#*"${'$'}{COMP_WORDS[0]}"}
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=${'$'}{COMP_WORDS[index]}
    trimmed=${'$'}{rest#"${'$'}{rest%%[![:space:]]*}"}
    if ((index == COMP_CWORD)); then word=$trimmed; fi
    if ((index > 1)) && [[ $trimmed == "$rest" && -n $rest ]]; then
      words[${'$'}{#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    rest=${'$'}{trimmed#"$word"}
  done
  ((${'$'}{#words[@]})) || words=("")
  typed=${'$'}{words[${'$'}{#words[@]}-1]}
  last=${'$'}{COMP_WORDS[COMP_CWORD]}
  # What bash is going to replace: not all of a word with = or : in it.
  case $last in
    [\"\']*) ;;
    *) last=$2 ;;
  esac
  # The part of the word that is not replaced.
  local kept=${'$'}{typed%"$last"}

  while IFS= read -r line; do
    if ((first)); then
      first=0
      case $line in
        :words) continue ;;
        :files*)
          if [[ $last == @* ]]; then
            while IFS= read -r value; do
              [[ -d $value ]] && value+=/
              printf -v value %q "$value"
              COMPREPLY+=("@$value")
            done < <(compgen -f -- "${'$'}{last#@}")
            [[ ${'$'}{COMPREPLY[0]} == */ ]] && compopt -o nospace 2>/dev/null
            return
          fi
          compopt -o default 2>/dev/null || while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$last")
          return
          ;;
        :folders*)
          compopt -o dirnames -o filenames 2>/dev/null || while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "$last")
          return
          ;;
        *) return ;;
      esac
    fi
    value=${'$'}{line%%$'\t'*}
    about=
    [[ $line == *$'\t'* ]] && about=${'$'}{line#*$'\t'}
    case $last in
      # Within quotes, only what means itself there.
      [\"\']*) [[ $value == *[\"\'\\\$\`!]* ]] && continue ;;
      *) printf -v value %q "$value" ;;
    esac
    if [[ -n $kept ]]; then
      [[ $value == "$kept"* ]] || continue
      value=${'$'}{value#"$kept"}
    fi
    values+=("$value")
    shown+=("$about")
    ((${'$'}{#value} > widest)) && widest=${'$'}{#value}
  done < <(voicectl __complete bash "${'$'}{words[@]}" 2>/dev/null)

  # What is only listed says what it is; what is put into the line (the only one, or by menu-complete) does not.
  if ((${'$'}{#values[@]} > 1)) && [[ $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
    room=$((${'$'}{COLUMNS:-80} - widest - 6))
    for ((index = 0; index < ${'$'}{#values[@]}; index++)); do
      if [[ -n ${'$'}{shown[index]} ]] && ((room > 10)); then
        about=${'$'}{shown[index]}
        ((${'$'}{#about} > room)) && about=${'$'}{about:0:room-1}…
        printf -v line "%-${'$'}{widest}s  (%s)" "${'$'}{values[index]}" "$about"
        COMPREPLY+=("$line")
      else
        COMPREPLY+=("${'$'}{values[index]}")
      fi
    done
  else
    COMPREPLY=("${'$'}{values[@]}")
  fi
}

complete -o nosort -F _voicectl voicectl 2>/dev/null || complete -F _voicectl voicectl
`;
