namespace DenialDesk.Domain.Codes;

/// <summary>What a rule of a site speaks of.</summary>
public enum CodeRuleKind
{
    /// <summary>A reason code, whatever comes with it.</summary>
    Carc,

    /// <summary>A reason code with one group code.</summary>
    Group,

    /// <summary>A reason code with one remark code.</summary>
    Pair,

    /// <summary>A remark code beside a reason code that only says "read the remark".</summary>
    Rarc,
}

/// <summary>One rule by which a site reads codes otherwise than the tables that come with the product. Never changed: a later rule takes over from its first day on.</summary>
public sealed record CodeRule
{
    /// <summary>What it speaks of.</summary>
    public required CodeRuleKind Kind { get; init; }

    /// <summary>The reason code in normal form; empty for a remark code alone.</summary>
    public string Carc { get; init; } = "";

    /// <summary>The group or remark code; empty for a reason code alone.</summary>
    public string Other { get; init; } = "";

    /// <summary>First remittance date it holds for, inclusive.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>What the code means by itself; a pair and a remark code never turn a denial into something else, so theirs is not read.</summary>
    public Bucket Means { get; init; } = Bucket.Denial;

    /// <summary>The category; nothing when it is no denial, or when a pair or remark has no meaning of its own any more.</summary>
    public DenialCategory? Category { get; init; }

    /// <summary>Soft or hard; nothing keeps what the code or the category has.</summary>
    public Hardness? Hardness { get; init; }

    /// <summary>Whether the practice could have prevented it; nothing keeps what the code has. Read for reason codes only.</summary>
    public Preventability? Preventable { get; init; }

    /// <summary>What it speaks of, as people write it: CO-197, 16 with N286.</summary>
    public string Subject => Kind switch
    {
        CodeRuleKind.Group => $"{Other}-{Carc}",
        CodeRuleKind.Pair => $"{Carc} with {Other}",
        CodeRuleKind.Rarc => Other,
        _ => Carc,
    };

    /// <summary>The first thing wrong with it, as a sentence; nothing when it can be used.</summary>
    /// <param name="book">The codes in force.</param>
    /// <param name="today">The day somebody looks at it, to catch slips of the year.</param>
    public Refusal? Check(CodeBook book, DateOnly today)
    {
        if (Kind != CodeRuleKind.Rarc && book.Carc(Carc, today) is null)
        {
            return new("code_unknown", $"The reason code {Carc} is not in the list. Check the code; a new one comes with the next list.");
        }

        if (Kind is CodeRuleKind.Pair or CodeRuleKind.Rarc && book.Rarc(Other) is null)
        {
            return new("code_unknown", $"The remark code {Other} is not in the list. Check the code; a new one comes with the next list.");
        }

        if (Kind == CodeRuleKind.Group && Other is not ("CO" or "PR" or "OA" or "PI"))
        {
            return new("group_unknown", "The group code is CO, PR, OA or PI.");
        }

        if (Means == Bucket.Denial && Category is null && Kind is CodeRuleKind.Carc or CodeRuleKind.Group)
        {
            return new("category_missing", "A denial needs a category. Choose one, or choose what else the code means.");
        }

        return EffectiveFrom < new DateOnly(1995, 1, 1) || EffectiveFrom > today.AddYears(2)
            ? new("day_wrong", $"The rule is to hold from {EffectiveFrom:yyyy-MM-dd}. Check the year; 1995-01-01 means every remittance.")
            : null;
    }
}
