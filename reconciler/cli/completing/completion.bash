# Completion of reconciler in bash 4.4 or newer. Put this line into ~/.bashrc:
#
#     source <(reconciler completion bash)

_reconciler() {
    local -a answer
    local word at
    COMPREPLY=()
    mapfile -t answer < <(
        command reconciler completion bash -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null </dev/null
    )
    case ${answer[0]-} in
    words)
        COMPREPLY=("${answer[@]:1}")
        # No blank behind the only word if it goes on.
        [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *[=.@:/] ]] || compopt -o nospace
        ;;
    files)
        compopt -o bashdefault -o default
        ;;
    "files "*)
        # The word that bash replaces begins before the path, or behind its first `:`, `=` or `@`.
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -P "${answer[1]-}" -f -- "${answer[2]-}")
        word=${answer[1]-}${answer[2]-}
        COMPREPLY=("${COMPREPLY[@]#"${word:0:${answer[0]#files }}"}")
        ;;
    other)
        for ((at = 1; at < COMP_CWORD; at++)); do
            [[ ${COMP_WORDS[at]} != -- ]] || break
        done
        if declare -F _command_offset >/dev/null; then
            _command_offset $((at + 1))
        elif ((at + 1 == COMP_CWORD)); then
            mapfile -t COMPREPLY < <(compgen -c -- "$2")
        else
            compopt -o bashdefault -o default
        fi
        ;;
    esac
}

complete -F _reconciler reconciler
