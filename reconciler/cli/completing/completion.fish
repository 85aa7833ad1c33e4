# Completion of reconciler in fish. Put this line into ~/.config/fish/config.fish:
#
#     reconciler completion fish | source

function __reconciler_complete
    command --query reconciler; or return
    set -l words (commandline --cut-at-cursor --current-process --tokenize)
    set -l token (commandline --cut-at-cursor --current-token)
    set -l word (string unescape -- $token; or string replace --regex '^["\']' '' -- $token)
    set -l answer (command reconciler completion fish -- $words[2..] "$word" 2>/dev/null </dev/null)
    switch "$answer[1]"
        case words
            string join -- \n $answer[2..]
        case 'files *'
            set -l head (string replace 'files ' '' -- $answer[1])
            set -l path (string sub --start (math $head + 1) -- "$word")
            # A path as the user would type it; `~` keeps its meaning.
            set -l typed (string escape --no-quoted -- "$path" | string replace --regex '^\\\\~' '~')
            for found in (complete --do-complete "'' $typed")
                # A name with a line break or a tab comes in pieces, which are no files.
                set found (string split \t -- $found)[1]
                if test -e (string replace --regex '^~(?=/)' $HOME -- $found)
                    echo -- (string sub --length $head -- "$word")$found
                end
            end
        case other
            set -l at (contains --index -- -- $words)
            set -l typed (string escape -- $words[(math $at + 1)..])
            complete --do-complete (string join ' ' -- $typed (string escape --no-quoted -- "$word"))
    end
end

complete --command reconciler --no-files --keep-order --arguments '(__reconciler_complete)'
