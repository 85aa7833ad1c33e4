#compdef reconciler
# Completion of reconciler in zsh. Put this line into ~/.zshrc, below compinit:
#
#     source <(reconciler completion zsh)

_reconciler() {
    local -a answer ends goes_on
    local line word
    answer=("${(@f)$(command reconciler completion zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)}")
    case $answer[1] in
    words)
        for line in "${(@)answer[2,-1]}"; do
            word=${line%%$'\t'*}
            line=${word//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}
            # No blank behind a word that goes on.
            if [[ $word == *[=.@:/] ]]; then goes_on+=("$line"); else ends+=("$line"); fi
        done
        _describe -t values value ends -- goes_on -S ''
        ;;
    files*)
        compset -p ${answer[1]#files }
        _files
        ;;
    other)
        compset -n ${words[(i)--]}
        shift words
        (( CURRENT-- ))
        _normal
        ;;
    esac
}

if (( ! $+functions[compdef] )); then
    print -u2 "reconciler completion: put 'autoload -Uz compinit && compinit' above this line"
elif [[ $funcstack[1] == _reconciler ]]; then
    _reconciler "$@"
else
    compdef _reconciler reconciler
fi
