using System.Globalization;

namespace DenialDesk.X12;

/// <summary>Keeps the wrappers, counts what stands inside them and reports what does not agree.</summary>
internal sealed class EnvelopeWatch(ProblemLog log)
{
    private Interchange? interchange;
    private FunctionalGroup? group;
    private TransactionSet? transaction;
    private Envelope? current;
    private int transactionsInGroup;

    public int Interchanges { get; private set; }

    public int Groups { get; private set; }

    public int GroupsInInterchange { get; private set; }

    public int Transactions { get; private set; }

    /// <summary>False once an ISA, GS or ST was left without its end.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Ordinals of interchanges whose IEA or GE was missing.</summary>
    public HashSet<int> BrokenInterchanges { get; } = [];

    public bool InTransaction => transaction is not null;

    public Envelope Current => current ??= new Envelope(interchange, group, transaction);

    public void OpenInterchange(Segment s, Location at, Delimiters delimiters)
    {
        LeaveInterchange(at);
        GroupsInInterchange = 0;
        at = new Location(++Interchanges, 0, 0, at.Segment, 0, at.Offset);
        interchange = new Interchange
        {
            At = at,
            Delimiters = delimiters,
            SenderQualifier = s.Code(5),
            Sender = s.Text(6),
            ReceiverQualifier = s.Code(7),
            Receiver = s.Text(8),
            Date = s.Date(9),
            Time = s.Text(10),
            Version = s.Text(12),
            ControlNumber = s.Text(13),
            IsTest = s.Has(15, "T"),
        };
        current = null;
    }

    public void OpenGroup(Segment s, Location at)
    {
        LeaveGroup(at);
        Groups++;
        transactionsInGroup = 0;
        at = new Location(Interchanges, ++GroupsInInterchange, 0, at.Segment, 0, at.Offset);
        group = new FunctionalGroup
        {
            At = at,
            FunctionalId = s.Code(1),
            Sender = s.Text(2),
            Receiver = s.Text(3),
            Date = s.Date(4),
            Time = s.Text(5),
            ControlNumber = s.Text(6),
            Version = s.Code(8),
        };
        current = null;
    }

    public void OpenTransaction(Segment s, Location at)
    {
        LeaveTransaction(at);
        Transactions++;
        transactionsInGroup++;
        transaction = new TransactionSet
        {
            At = new Location(Interchanges, GroupsInInterchange, Transactions, at.Segment, 1, at.Offset),
            Id = s.Code(1),
            ControlNumber = s.Text(2),
            Implementation = s.Code(3),
        };
        current = null;
    }

    public void CloseTransaction(Segment s, Location at, int segments)
    {
        if (transaction is null)
        {
            log.Add(Severity.Warning, "se-without-st", at, "A transaction ends (SE) that never began (ST).");
            return;
        }

        if (s.Number(1) is var count && count != segments)
        {
            log.Add(Severity.Warning, "se-count", at.In(1), $"The transaction says it has {Told(count)} segments and has {segments}; compare its totals before you rely on it.");
        }

        if (!SameControl(s.Text(2), transaction.ControlNumber))
        {
            log.Add(Severity.Warning, "se-control-number", at.In(2), "The control numbers at the start (ST02) and the end (SE02) of the transaction differ.");
        }

        transaction = null;
        current = null;
    }

    public void CloseGroup(Segment s, Location at)
    {
        LeaveTransaction(at);
        if (group is null)
        {
            log.Add(Severity.Warning, "ge-without-gs", at, "A group ends (GE) that never began (GS).");
            return;
        }

        if (s.Number(1) is var count && count != transactionsInGroup)
        {
            log.Add(Severity.Warning, "ge-count", at.In(1), $"The group says it has {Told(count)} transactions and has {transactionsInGroup}; one may be missing.");
        }

        if (!SameControl(s.Text(2), group.ControlNumber))
        {
            log.Add(Severity.Warning, "ge-control-number", at.In(2), "The control numbers at the start (GS06) and the end (GE02) of the group differ.");
        }

        group = null;
        current = null;
    }

    public void CloseInterchange(Segment s, Location at)
    {
        LeaveGroup(at);
        if (interchange is null)
        {
            log.Add(Severity.Warning, "iea-without-isa", at, "An interchange ends (IEA) that never began (ISA).");
            return;
        }

        if (s.Number(1) is var count && count != GroupsInInterchange)
        {
            log.Add(Severity.Warning, "iea-count", at.In(1), $"The interchange says it has {Told(count)} groups and has {GroupsInInterchange}; one may be missing.");
        }

        if (!SameControl(s.Text(2), interchange.ControlNumber))
        {
            log.Add(Severity.Warning, "iea-control-number", at.In(2), "The control numbers at the start (ISA13) and the end (IEA02) of the interchange differ.");
        }

        interchange = null;
        current = null;
    }

    public void EndOfFile(Location at) => LeaveInterchange(at);

    private void LeaveTransaction(Location at)
    {
        if (transaction is not null)
        {
            IsComplete = false;
            log.Add(Severity.Rejects, "se-missing", at, "The transaction has no end (SE): the file may have been cut off and claims may be missing. Ask the sender for it again.");
            transaction = null;
            current = null;
        }
    }

    private void LeaveGroup(Location at)
    {
        LeaveTransaction(at);
        if (group is not null)
        {
            IsComplete = false;
            BrokenInterchanges.Add(Interchanges);
            log.Add(Severity.Rejects, "ge-missing", Outside(at), "The group has no end (GE): the file may have been cut off and payments may be missing. Ask the sender for it again.");
            group = null;
            current = null;
        }
    }

    private void LeaveInterchange(Location at)
    {
        LeaveGroup(at);
        if (interchange is not null)
        {
            IsComplete = false;
            BrokenInterchanges.Add(Interchanges);
            log.Add(Severity.Rejects, "iea-missing", Outside(at), "The interchange has no end (IEA): the file may have been cut off and payments may be missing. Ask the sender for it again.");
            interchange = null;
            current = null;
        }
    }

    private static Location Outside(Location at) => at with { Transaction = 0, SegmentInTransaction = 0 };

    private static string Told(decimal? count) => count is { } value ? value.ToString("0.####", CultureInfo.InvariantCulture) : "an unreadable number of";

    /// <summary>Control numbers are compared as sent, then as numbers: senders pad one end and not the other.</summary>
    private static bool SameControl(string one, string other) =>
        one == other || (one.Length > 0 && other.Length > 0 && one.TrimStart('0') == other.TrimStart('0'));
}
