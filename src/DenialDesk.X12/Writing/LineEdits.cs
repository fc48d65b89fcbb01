using System.Globalization;

namespace DenialDesk.X12.Writing;

/// <summary>Writes the edits of one service line.</summary>
internal static class LineEdits
{
    private const int FirstModifier = 3;
    private const int Description = 7;

    public static void Apply(LoopDraft line, LineEdit edit)
    {
        if (edit.Remove)
        {
            line.IsRemoved = true;
            return;
        }

        var at = line.Segments.FindIndex(s => s.Id is "SV1" or "SV2");
        if (at >= 0)
        {
            line.Change(at, s => Service(s, edit));
        }

        if (edit.ServiceFrom is { } from)
        {
            DraftEdits.SetDate(line, "472", from, edit.ServiceTo);
        }

        if (edit.AuthorizationNumber is { } number)
        {
            line.SetReference("G1", number);
        }

        if (edit.Note is { } note)
        {
            line.Set("NTE", "ADD", note, s => s.With(2, note), () => line.New("NTE", "ADD", note));
        }
    }

    /// <summary>Puts a line behind the others, numbered after them: LX, SV1 and its day.</summary>
    public static void Add(ClaimDraft draft, NewLine line)
    {
        var loop = new LoopDraft([], draft.Claim.Delimiters);
        var number = draft.Lines.Count(l => !l.IsRemoved) + 1;
        IReadOnlyList<int> pointers = line.DiagnosisPointers is { Count: > 0 } given ? given : [1];
        loop.Segments.Add(loop.New("LX", number.ToString(CultureInfo.InvariantCulture)));
        var join = loop.Segments[0];
        loop.Segments.Add(loop.New(
            "SV1", join.Join(line.Modifiers.Select(m => m.ToUpperInvariant()).Prepend(DraftEdits.Plain(line.Procedure)).Prepend("HC")), Element.Number(line.Charge), "UN", Element.Number(line.Units),
            line.PlaceOfService, "", join.Join(pointers.Select(p => p.ToString(CultureInfo.InvariantCulture)))));
        loop.Segments.Add(loop.New("DTP", "472", "D8", Element.Date(line.On)));
        draft.Lines.Add(loop);
    }

    private static DocumentSegment Service(DocumentSegment s, LineEdit edit)
    {
        var institutional = s.Id == "SV2";
        var procedure = institutional ? 2 : 1;
        if (edit.Procedure is { } code && !string.Equals(s.Parts(procedure).ElementAtOrDefault(1), DraftEdits.Plain(code), StringComparison.OrdinalIgnoreCase))
        {
            s = s.With(procedure, 1, s.Parts(procedure)[0] is { Length: > 0 } kind ? kind : "HC").With(procedure, 2, DraftEdits.Plain(code));
            s = s.Parts(procedure).Length >= Description ? s.With(procedure, Description, "") : s;
        }

        for (var i = 0; edit.Modifiers is { } modifiers && i < 4; i++)
        {
            var modifier = i < modifiers.Count ? modifiers[i].ToUpperInvariant() : "";
            s = modifier.Length > 0 || s.Parts(procedure).Length >= FirstModifier + i ? s.With(procedure, FirstModifier + i, modifier) : s;
        }

        s = edit.RevenueCode is { } revenue ? s.With(1, revenue) : s;
        s = edit.Charge is { } charge ? Number(s, institutional ? 3 : 2, charge) : s;
        s = edit.Units is { } units ? Number(s, institutional ? 5 : 4, units) : s;
        s = edit.PlaceOfService is { } place ? s.With(5, place) : s;
        return edit.DiagnosisPointers is { } pointers
            ? s.With(7, s.Join(pointers.Select(p => p.ToString(CultureInfo.InvariantCulture))))
            : s;
    }

    /// <summary>Writes a number, unless the one there has the same value in other digits.</summary>
    private static DocumentSegment Number(DocumentSegment s, int element, decimal value) =>
        decimal.TryParse(s[element], NumberStyles.Number, CultureInfo.InvariantCulture, out var before) && before == value
            ? s
            : s.With(element, Element.Number(value));
}
