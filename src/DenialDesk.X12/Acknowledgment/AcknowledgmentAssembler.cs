// Reason for length: one state machine, the answers of 997 and 999; its states share the group and transaction being answered.
using System.Globalization;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Acknowledgment;

/// <summary>Turns the segments of 999, 997 and TA1 into answers: which transaction, segment and element an error belongs to.</summary>
internal sealed class AcknowledgmentAssembler(X12Reader reader, X12Limits limits) : Assembler<AcknowledgmentItem>(reader)
{
    private readonly List<KeptSegment> unknownInGroup = [];
    private readonly HashSet<uint> oddIds = [];
    private AnsweredGroup? group;
    private SetAnswer? set;
    private bool inside;
    private bool groupOpen;
    private bool outsideReported;
    private bool full;
    private long bytes;
    private int answers;
    private int sets;
    private int accepted;

    public override void EndOfFile() => Leave();

    public override void Take()
    {
        var id = X.Id;
        if (full)
        {
            return;
        }

        if (SegmentId.IsEnvelope(id))
        {
            Leave();
            if (id == SegmentId.ST)
            {
                Open();
            }
        }
        else if (id == SegmentId.TA1 && !X.Wrappers.InTransaction)
        {
            TakeInterchange();
        }
        else if (inside)
        {
            TakeInside(id);
        }
        else if (!X.Wrappers.InTransaction && !outsideReported)
        {
            outsideReported = true;
            Log.Add(Severity.Warning, "segment-outside-transaction", X.At, "Segments stand outside any transaction (no ST before them); they were passed over. Ask the sender for the file again.");
        }
    }

    private void Open()
    {
        outsideReported = false;
        inside = X.Segment.Has(1, "999") || X.Segment.Has(1, "997");
        if (!inside)
        {
            return;
        }

        Log.BeginTransaction();
        oddIds.Clear();
        if (X.Envelope.Group is { FunctionalId.Length: > 0 } around && around.FunctionalId != "FA")
        {
            Log.Add(Severity.Note, "group-not-fa", around.At.In(1), "The group around this acknowledgment is not marked as acknowledgments (GS01 is not FA).");
        }
    }

    private void Leave()
    {
        if (inside)
        {
            EndGroup(null);
            inside = false;
        }
    }

    /// <summary>False once the file has more answers than the limit: what follows is passed over.</summary>
    private bool HoldCount()
    {
        if (++answers <= limits.Claims)
        {
            return true;
        }

        full = true;
        Log.Add(Severity.Rejects, "too-many-answers", X.At, $"The file answers more than {limits.Claims:N0} transactions; the rest of it was passed over. Ask the sender for smaller ones, or raise the limit.");
        return false;
    }

    private void TakeInterchange()
    {
        if (!HoldCount())
        {
            return;
        }

        var s = X.Segment;
        var answer = new InterchangeAcknowledgment(s.Text(1), s.Date(2), s.Text(3), s.Code(4), s.Text(5), X.At) { Envelope = X.Envelope };
        if (answer.State is AcknowledgmentState.Unknown or AcknowledgmentState.PartiallyAccepted)
        {
            Log.Add(Severity.Warning, "interchange-result-unknown", X.At.In(4), "The answer to a whole file (TA1) says neither accepted nor rejected; ask the receiver.");
        }

        Emit(new InterchangeAnswered(answer, Log.TakeNew()));
    }

    private void TakeInside(uint id)
    {
        switch (id)
        {
            case AcknowledgmentSegment.AK1:
                OpenGroup();
                break;
            case AcknowledgmentSegment.AK2:
                OpenSet();
                break;
            case AcknowledgmentSegment.IK5 or AcknowledgmentSegment.AK5:
                TakeResult();
                break;
            case AcknowledgmentSegment.AK9:
                EndGroup(ReadGroup(X.Segment));
                break;
            default:
                TakeError(id);
                break;
        }
    }

    private void OpenGroup()
    {
        EndGroup(null);
        if (!HoldCount())
        {
            return;
        }

        var s = X.Segment;
        groupOpen = true;
        group = new AnsweredGroup(s.Code(1), s.Text(2), s.Code(3), X.Envelope.Transaction?.Id ?? "", X.Envelope, X.At);
    }

    private void OpenSet()
    {
        EndSet();
        if (!HoldCount())
        {
            return;
        }

        RequireGroup();
        sets++;
        bytes = 0;
        var s = X.Segment;
        set = new SetAnswer(new AcknowledgedSet { Group = group, SetId = s.Code(1), ControlNumber = s.Text(2), Implementation = s.Code(3), At = X.At });
    }

    private void TakeResult()
    {
        if (set is null)
        {
            Log.Add(Severity.Warning, "set-start-missing", X.At, "The answer to a transaction stands without the transaction it answers (no AK2); nobody can say which one it is. Ask the receiver.");
            Keep(unknownInGroup);
            return;
        }

        set.Set = set.Set with { Code = X.Segment.Code(1), SyntaxCodes = Codes(X.Segment, 2, 6) };
        EndSet();
    }

    private void TakeError(uint id)
    {
        if (set is null || !HoldSize())
        {
            if (set is null)
            {
                Odd(id, "A segment stands where the standard has no place for it in an acknowledgment; it was kept as sent.");
                Keep(unknownInGroup);
            }

            return;
        }

        var known = id switch
        {
            AcknowledgmentSegment.IK3 or AcknowledgmentSegment.AK3 => set.AddSegment(X.Segment, X.At),
            AcknowledgmentSegment.IK4 or AcknowledgmentSegment.AK4 => set.AddElement(X.Segment, X.At),
            AcknowledgmentSegment.CTX => set.AddContext(X.Segment, X.At, limits.Components),
            _ => false,
        };
        if (!known)
        {
            Odd(id, "A segment stands where the standard has no place for it in an acknowledgment; it was kept as sent.");
            set.Unknown.Add(new KeptSegment(X.Segment.Id, X.Segment.ToString(), X.At));
        }
    }

    /// <summary>False once the answer to one transaction is longer than the limit: its rest is passed over, its result still read.</summary>
    private bool HoldSize()
    {
        if (bytes > limits.ClaimBytes)
        {
            return false;
        }

        bytes += Weight;
        if (bytes > limits.ClaimBytes)
        {
            Log.Add(Severity.Rejects, "answer-too-large", set!.Set.At, "The answer to one transaction is far too long; further errors in it were passed over.");
            return false;
        }

        return true;
    }

    private void EndSet()
    {
        if (set is null)
        {
            return;
        }

        var done = set.Finish();
        set = null;
        accepted += done.State is AcknowledgmentState.Accepted or AcknowledgmentState.AcceptedWithErrors ? 1 : 0;
        if (done.State is AcknowledgmentState.Unknown or AcknowledgmentState.PartiallyAccepted)
        {
            Log.Add(Severity.Warning, "set-result-unknown", done.At, "The answer to a transaction says neither accepted nor rejected; ask the receiver before you send its claims again.");
        }

        Emit(new SetAnswered(done, Log.TakeNew()));
    }

    private void EndGroup(AcknowledgedGroup? told)
    {
        EndSet();
        if (!groupOpen && told is null && unknownInGroup.Count == 0)
        {
            return;
        }

        if (told is null && groupOpen)
        {
            Log.Add(Severity.Warning, "group-result-missing", X.At, "The acknowledgment does not say what became of the group as a whole (no AK9).");
        }
        else if (told is not null)
        {
            RequireGroup();
            Compare(told);
        }

        var done = (told ?? new AcknowledgedGroup { At = X.At }) with { Group = group, Sets = sets, UnknownSegments = unknownInGroup.ToArray() };
        Emit(new GroupAnswered(done, Log.TakeNew()));
        unknownInGroup.Clear();
        (group, groupOpen, sets, accepted) = (null, false, 0, 0);
    }

    private void Compare(AcknowledgedGroup told)
    {
        if (told.State == AcknowledgmentState.Unknown)
        {
            Log.Add(Severity.Warning, "group-result-unknown", X.At.In(1), "The answer to the group says neither accepted nor rejected; ask the receiver.");
        }

        if (sets > 0 && told.Accepted is { } said && said != accepted)
        {
            Log.Add(Severity.Warning, "group-count", X.At.In(4), $"The answer says {said} transactions were accepted and names {accepted}; ask the receiver about the difference.");
        }
    }

    private void RequireGroup()
    {
        if (!groupOpen)
        {
            groupOpen = true;
            Log.Add(Severity.Warning, "group-start-missing", X.At, "The acknowledgment does not say which group it answers (no AK1).");
        }
    }

    private AcknowledgedGroup ReadGroup(Segment s) => new()
    {
        Code = s.Code(1),
        Included = Count(s[2]),
        Received = Count(s[3]),
        Accepted = Count(s[4]),
        SyntaxCodes = Codes(s, 5, 9),
        At = X.At,
    };

    private void Keep(List<KeptSegment> list)
    {
        if (list.Count < limits.Problems)
        {
            list.Add(new KeptSegment(X.Segment.Id, X.Segment.ToString(), X.At));
        }
    }

    private void Odd(uint id, string sentence)
    {
        if (oddIds.Add(id))
        {
            Log.Add(Severity.Note, "segment-unknown", X.At, sentence);
        }
    }

    internal static int? Count(ReadOnlySpan<byte> text) =>
        int.TryParse(Bytes.Trim(text), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static List<string> Codes(Segment s, int from, int to)
    {
        var codes = new List<string>();
        for (var i = from; i <= to; i++)
        {
            if (s.Code(i) is { Length: > 0 } code)
            {
                codes.Add(code);
            }
        }

        return codes;
    }
}
