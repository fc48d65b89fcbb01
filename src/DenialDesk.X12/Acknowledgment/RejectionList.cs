namespace DenialDesk.X12.Acknowledgment;

/// <summary>Says what was rejected, claim by claim where an error names its claim.</summary>
internal static class RejectionList
{
    public static IReadOnlyList<FileRejection> Of(AcknowledgmentFile file)
    {
        var found = new List<FileRejection>();
        foreach (var ta1 in file.Interchanges.Where(i => i.State == AcknowledgmentState.Rejected))
        {
            found.Add(new("TA1", RejectionScope.Interchange, ta1.ControlNumber, null, [$"TA1 {ta1.NoteCode}".TrimEnd()], [ta1.Sentence], ta1.At));
        }

        foreach (var set in file.Sets.Where(s => s.State == AcknowledgmentState.Rejected))
        {
            found.AddRange(Of(set));
        }

        foreach (var group in file.Groups.Where(g => g.Sets == 0 && IsLost(g)))
        {
            var sentences = group.SyntaxCodes.Select(AcknowledgmentWords.Group).DefaultIfEmpty(AcknowledgmentWords.Group("")).ToArray();
            found.Add(new(group.Group?.Kind ?? "999", RejectionScope.Group, group.Group?.ControlNumber ?? "", null, Coded("AK9", group.SyntaxCodes), sentences, group.At));
        }

        return found.OrderBy(r => r.At.Segment).ToArray();
    }

    public static IReadOnlyList<FileRejection> Of(AcknowledgedSet set)
    {
        var kind = set.Group?.Kind ?? "999";
        var result = kind == "997" ? "AK" : "IK";
        string[] codes = Coded(result + "5", set.SyntaxCodes);
        string[] sentences = set.SyntaxCodes.Select(AcknowledgmentWords.Set).ToArray();
        if (set.Errors.Count == 0)
        {
            return [new(kind, RejectionScope.Transaction, set.ControlNumber, null, codes, sentences.Length > 0 ? sentences : [AcknowledgmentWords.Set("")], set.At)];
        }

        return set.Errors
            .GroupBy(e => e.PatientControlNumber, StringComparer.Ordinal)
            .Select(errors => new FileRejection(
                kind,
                errors.Key is null ? RejectionScope.Transaction : RejectionScope.Claim,
                set.ControlNumber,
                errors.Key,
                [.. codes, .. errors.SelectMany(e => Codes(result, e)).Distinct(StringComparer.Ordinal)],
                errors.SelectMany(Sentences).ToArray(),
                errors.First().At))
            .ToArray();
    }

    private static bool IsLost(AcknowledgedGroup group) =>
        group.State == AcknowledgmentState.Rejected
        || (group.State == AcknowledgmentState.PartiallyAccepted && (group.Received ?? group.Included) > group.Accepted);

    private static string[] Coded(string segment, IReadOnlyList<string> codes) => codes.Select(c => $"{segment} {c}").ToArray();

    private static IEnumerable<string> Codes(string result, SegmentError error) =>
        error.Elements.Select(e => $"{result}4 {e.Code}".TrimEnd()).Prepend($"{result}3 {error.Code}".TrimEnd());

    private static IEnumerable<string> Sentences(SegmentError error)
    {
        var place = error.Position is { } position ? $" (number {position} from ST{Loop(error)})" : Loop(error).Length > 0 ? $" ({Loop(error)[2..]})" : "";
        yield return $"{error.SegmentId}{place}: {error.Sentence}";
        foreach (var element in error.Elements)
        {
            yield return $"{error.SegmentId}{Place(element)}: {element.Sentence}";
        }
    }

    private static string Loop(SegmentError error) => error.Loop.Length > 0 ? $", loop {error.Loop}" : "";

    private static string Place(ElementError element) =>
        element.Element is { } place ? $"{place:00}{(element.Component is { } part ? $"-{part}" : "")}" : "";
}
