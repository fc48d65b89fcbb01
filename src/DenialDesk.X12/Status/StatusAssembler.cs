// Reason for length: one state machine, the levels of the 277; its states share the level, claim and line being filled.
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Status;

/// <summary>Turns the segments of 277s into items: which level, claim or line a status belongs to.</summary>
/// <remarks>The order of the file decides, never the numbers of the levels. A status belongs to the open line, else the open claim, else the level.</remarks>
internal sealed class StatusAssembler(X12Reader reader, X12Limits limits) : Assembler<StatusItem>(reader)
{
    private readonly HashSet<uint> oddIds = [];
    private readonly List<KeptSegment> unknownInHeader = [];
    private readonly StatusTotals totals = new();
    private StatusHeader? header;
    private StatusLevel? source;
    private StatusLevel? receiver;
    private StatusLevel? provider;
    private StatusLevel? subscriber;
    private StatusLevel? level;
    private StatusClaim? claim;
    private StatusLine? line;
    private bool inside;
    private bool headerGiven;
    private bool levelGiven;
    private bool lost;
    private bool full;
    private bool outsideReported;
    private long bytes;

    private bool AtPatient => level?.Role is StatusRole.Subscriber or StatusRole.Patient;

    private StatusNode? Node => (StatusNode?)line ?? (StatusNode?)claim ?? level;

    public override void EndOfFile() => Close(complete: false);

    public override void Take()
    {
        var id = X.Id;
        if (SegmentId.IsEnvelope(id))
        {
            Close(complete: id == SegmentId.SE);
            if (id == SegmentId.ST)
            {
                Open();
            }
        }
        else if (inside)
        {
            TakeInside(id);
        }
        else if (!X.Wrappers.InTransaction && id != SegmentId.TA1 && !outsideReported)
        {
            outsideReported = true;
            Log.Add(Severity.Warning, "segment-outside-transaction", X.At, "Segments stand outside any transaction (no ST before them); they were passed over. Ask the sender for the file again.");
        }
    }

    private void Open()
    {
        outsideReported = false;
        inside = X.Segment.Has(1, "277");
        if (!inside)
        {
            return;
        }

        Log.BeginTransaction();
        oddIds.Clear();
        unknownInHeader.Clear();
        totals.Clear();
        (source, receiver, provider, subscriber, level, claim, line) = (null, null, null, null, null, null, null);
        (headerGiven, levelGiven, lost, full, bytes) = (false, false, false, false, 0);
        header = new StatusHeader { At = X.At, Envelope = X.Envelope, Kind = Kind("", "") };
        if (X.Envelope.Group is { FunctionalId.Length: > 0 } group && group.FunctionalId != "HN")
        {
            Log.Add(Severity.Note, "group-not-hn", group.At.In(1), "The group around this claim status is not marked as claim status (GS01 is not HN).");
        }
    }

    private void Close(bool complete)
    {
        if (!inside)
        {
            return;
        }

        EndLevel();
        EndHeader();
        inside = false;
        totals.Compare(header!.At, Log);
        Emit(new StatusClosed(totals.ToTrailer(complete, Log.RejectsTransaction), Log.TakeNew()));
    }

    private StatusKind Kind(string structure, string purpose) => StatusKinds.Of(
        X.Envelope.Transaction?.Implementation ?? "", X.Envelope.Group?.Version ?? "", structure, purpose);

    private void EndHeader()
    {
        if (headerGiven)
        {
            return;
        }

        headerGiven = true;
        if (header!.Structure.Length == 0)
        {
            Log.Add(Severity.Note, "bht-missing", header.At, "The claim status does not say what it answers (no BHT).");
        }

        if (header.Kind == StatusKind.Unknown)
        {
            Log.Add(Severity.Warning, "status-kind-unknown", header.At, "The file does not say which kind of claim status it is; it was read like an acknowledgment of claims.");
        }

        Emit(new StatusOpened(header with { UnknownSegments = unknownInHeader.ToArray() }, Log.TakeNew()));
    }

    private void TakeInside(uint id)
    {
        if (full)
        {
            return;
        }

        if (id == StatusSegment.HL)
        {
            OpenLevel();
            return;
        }

        if (level is null && id == StatusSegment.BHT && !headerGiven)
        {
            TakeBeginning(X.Segment);
            return;
        }

        if (id == SegmentId.NM1)
        {
            TakeParty();
        }

        if (!HoldSize())
        {
            return;
        }

        switch (id)
        {
            case SegmentId.NM1:
                break;
            case SegmentId.TRN:
                TakeTrace();
                break;
            case SegmentId.SVC when AtPatient:
                OpenLine();
                break;
            case StatusSegment.STC when level is not null:
                TakeStatus();
                break;
            default:
                TakeFact(id);
                break;
        }
    }

    private void TakeBeginning(Segment s) => header = header! with
    {
        Kind = Kind(s.Code(1), s.Code(6)),
        Structure = s.Code(1),
        Purpose = s.Code(2),
        ReferenceNumber = s.Text(3),
        Date = s.Date(4),
        Time = s.Text(5),
        Type = s.Code(6),
    };

    private void OpenLevel()
    {
        var s = X.Segment;
        var code = s.Code(3);
        var role = code switch
        {
            "20" => StatusRole.Source,
            "21" => StatusRole.Receiver,
            "19" => StatusRole.Provider,
            "22" => StatusRole.Subscriber,
            "23" or "PT" => StatusRole.Patient,
            _ => StatusRole.Unknown,
        };
        Begin(new StatusLevel(role, s.Text(1), s.Text(2), code, X.At));
        if (role == StatusRole.Unknown)
        {
            Log.Add(Severity.Warning, "level-unknown", X.At.In(3), "A level (HL) has a code outside the list; what stands there was read by the name that follows.");
        }
    }

    private void Begin(StatusLevel opened)
    {
        EndLevel();
        EndHeader();
        level = opened;
        levelGiven = false;
        lost = false;
        bytes = 0;
        Place();
    }

    /// <summary>Puts the level where its role belongs and forgets the levels below it.</summary>
    private void Place()
    {
        switch (level!.Role)
        {
            case StatusRole.Source:
                (source, receiver, provider, subscriber) = (level, null, null, null);
                break;
            case StatusRole.Receiver:
                (receiver, provider, subscriber) = (level, null, null);
                break;
            case StatusRole.Provider:
                (provider, subscriber) = (level, null);
                break;
            case StatusRole.Subscriber:
                subscriber = level;
                break;
            case StatusRole.Patient when level.Code == "PT":
                subscriber = null;
                break;
        }
    }

    private void EndLevel()
    {
        EndClaim();
        GiveLevel();
        level = null;
    }

    private void GiveLevel()
    {
        if (level is not null && !levelGiven)
        {
            levelGiven = true;
            totals.Add(level);
            if (level.RejectionIsDoubtful)
            {
                Log.Add(Severity.Warning, "rejection-doubtful", level.At, "A receiver or provider is refused as a whole and some of its claims are counted as accepted; look at each claim before you send it again.");
            }

            Emit(new StatusLevelRead(level, Log.TakeNew()));
        }
    }

    /// <summary>A name. One that can only begin another level shows that its HL is lost: what follows is never given to the claim before.</summary>
    private void TakeParty()
    {
        var party = Party.FromNm1(X.Segment, X.At);
        var role = party.Role switch
        {
            "QC" or "IL" => StatusRole.Patient,
            "85" or "1P" => StatusRole.Provider,
            "41" => StatusRole.Receiver,
            _ => StatusRole.Unknown,
        };
        if (level is { Role: StatusRole.Unknown, PartyList.Count: 0 } && role != StatusRole.Unknown)
        {
            level.Role = role;
            Place();
        }
        else if (level is null || IsAnotherLevel(role))
        {
            Log.Add(Severity.Rejects, "level-start-missing", X.At, "A name stands without the level (HL) it belongs to, so a part of the file is lost. Ask the sender for the file again.");
            Begin(new StatusLevel(role, "", "", "", X.At));
        }

        if (!lost)
        {
            level!.PartyList.Add(party);
        }
    }

    private bool IsAnotherLevel(StatusRole role) => role switch
    {
        StatusRole.Patient when claim is not null && claim.StatusList.Count == 0 && level!.PartyList.Count == 0 => false,
        StatusRole.Patient => claim is not null || lost || (!AtPatient && level!.PartyList.Count > 0),
        StatusRole.Provider or StatusRole.Receiver => level!.PartyList.Count > 0 && level.Role != role,
        _ => false,
    };

    private void TakeTrace()
    {
        var s = X.Segment;
        if (AtPatient)
        {
            OpenClaim(s.Code(1), s.Text(2));
        }
        else if (level is not null)
        {
            level.TraceList.Add(new StatusTrace(s.Code(1), s.Text(2), X.At));
        }
        else
        {
            Keep(SegmentId.TRN);
        }
    }

    private void OpenClaim(string type, string number)
    {
        EndClaim();
        GiveLevel();
        if (totals.Claims >= limits.Claims)
        {
            full = true;
            Log.Add(Severity.Rejects, "too-many-claims", X.At, $"The claim status has more than {limits.Claims:N0} claims; the rest of it was passed over. Ask the sender for smaller ones, or raise the limit.");
            return;
        }

        bytes = Weight;
        var below = level!.Role == StatusRole.Patient && level.Code != "PT" ? subscriber : null;
        claim = new StatusClaim(header!.Kind, X.At)
        {
            Source = source,
            Receiver = receiver,
            Provider = provider,
            Subscriber = below,
            Patient = level,
            TraceType = type,
            TraceNumber = number,
        };
    }

    private void OpenLine()
    {
        RequireClaim();
        if (claim?.LineList.Count >= limits.Lines)
        {
            lost = true;
            Log.Add(Severity.Rejects, "claim-too-many-lines", X.At, $"A claim has more than {limits.Lines:N0} service lines; what follows up to the next claim was passed over.");
            EndClaim();
        }

        if (claim is null)
        {
            return;
        }

        line = new StatusLine(claim.LineList.Count + 1, X.Segment, X.At);
        claim.LineList.Add(line);
    }

    private void TakeStatus()
    {
        if (AtPatient)
        {
            RequireClaim();
            if (full)
            {
                return;
            }
        }

        var status = StatusInformation.From(X.Segment, X.At);
        Node!.StatusList.Add(status);
        if (status.Codes.Count == 0 && status.Action.Length == 0)
        {
            Log.Add(Severity.Warning, "status-empty", X.At, "A status says neither what happened nor why; ask the sender.");
        }
        else if (status.Contradicts)
        {
            Log.Add(Severity.Warning, "status-contradicts", X.At, "A status says accepted and rejected at once; it was read as rejected.");
        }
    }

    private void RequireClaim()
    {
        if (claim is null)
        {
            Log.Add(Severity.Warning, "claim-trace-missing", X.At, "A status of a claim stands without the claim's number (no TRN); find the claim by patient and day of service.");
            OpenClaim("", "");
        }
    }

    private void EndClaim()
    {
        if (claim is null)
        {
            return;
        }

        var done = claim;
        (claim, line) = (null, null);
        done.Decision = StatusDecision.Of(done);
        totals.Add(done);
        if (done.StatusList.Count == 0 && done.LineList.TrueForAll(l => l.StatusList.Count == 0))
        {
            Log.Add(Severity.Warning, "claim-status-missing", done.At, "A claim stands without a status; ask the sender what became of it.");
        }

        Emit(new StatusClaimRead(done, Log.TakeNew()));
    }

    private void TakeFact(uint id)
    {
        if (Node is not { } node)
        {
            Keep(id);
            return;
        }

        var s = X.Segment;
        switch (id)
        {
            case SegmentId.REF:
                node.ReferenceList.Add(new Reference(s.Code(1), s.Text(2), s.Text(3), X.At));
                break;
            case StatusSegment.DTP:
                node.DateList.Add(StatusDate.Read(s, X.At));
                break;
            case SegmentId.QTY:
                node.QuantityList.Add(new QualifiedNumber(s.Code(1), s.Number(2), X.At));
                break;
            case SegmentId.AMT:
                node.AmountList.Add(new QualifiedNumber(s.Code(1), s.Number(2), X.At));
                break;
            case SegmentId.PER:
                node.ContactList.Add(Contact.From(s, X.At));
                break;
            default:
                Keep(id);
                break;
        }
    }

    private void Keep(uint id)
    {
        if (oddIds.Add(id))
        {
            Log.Add(Severity.Note, "segment-unknown", X.At, "A segment stands where the standard has no place for it in a claim status; it was kept as sent.");
        }

        (Node?.UnknownList ?? unknownInHeader).Add(new KeptSegment(X.Segment.Id, X.Segment.ToString(), X.At));
    }

    /// <summary>False once a level or claim is longer than the limit: the rest is passed over up to the next one.</summary>
    private bool HoldSize()
    {
        if (lost && !(AtPatient && X.Id == SegmentId.TRN))
        {
            return false;
        }

        bytes += Weight;
        if (bytes <= limits.ClaimBytes || X.Id == SegmentId.TRN)
        {
            lost = false;
            return true;
        }

        lost = true;
        Log.Add(Severity.Rejects, "claim-too-large", Node?.At ?? header!.At, "A claim or level is far too long; what follows up to the next one was passed over.");
        EndClaim();
        return false;
    }
}
