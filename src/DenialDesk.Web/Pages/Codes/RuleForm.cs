using DenialDesk.Domain.Codes;

namespace DenialDesk.Web.Pages.Codes;

/// <summary>A rule as an admin fills it in.</summary>
public sealed class RuleForm
{
    public string Kind { get; set; } = "carc";

    public string Carc { get; set; } = "";

    public string Other { get; set; } = "";

    public DateOnly From { get; set; } = new(1995, 1, 1);

    public string Means { get; set; } = "denial";

    public string Category { get; set; } = "";

    public string Hardness { get; set; } = "";

    public string Preventable { get; set; } = "";

    internal CodeRuleKind Chosen => CodeNames.TryRead<CodeRuleKind>(Kind) ?? CodeRuleKind.Carc;

    /// <summary>The rule it makes; the codes in the form that the book uses.</summary>
    internal CodeRule ToRule(CodeBook book)
    {
        var means = Chosen is CodeRuleKind.Carc or CodeRuleKind.Group ? CodeNames.TryRead<Bucket>(Means) ?? Bucket.Denial : Bucket.Denial;
        return new()
        {
            Kind = Chosen,
            Carc = Chosen == CodeRuleKind.Rarc ? "" : book.NormalCarc(Carc),
            Other = Chosen == CodeRuleKind.Carc ? "" : CodeForm.Rarc(Other),
            EffectiveFrom = From,
            Means = means,
            Category = means == Bucket.Denial ? CodeNames.TryRead<DenialCategory>(Category) : null,
            Hardness = CodeNames.TryRead<Hardness>(Hardness),
            Preventable = CodeNames.TryRead<Preventability>(Preventable),
        };
    }
}
