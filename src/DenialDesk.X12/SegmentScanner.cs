// Reason for length: one buffer with its refilling, marking, unwrapping and interchange search; apart they would share every field.
using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DenialDesk.X12;

/// <summary>What a pull from a buffer gave.</summary>
internal enum Pull
{
    /// <summary>A segment.</summary>
    Segment,

    /// <summary>The buffer is used up; fill it and pull again.</summary>
    NeedData,

    /// <summary>The file has ended.</summary>
    End,
}

/// <summary>Cuts a stream into segments inside one pooled buffer; every fill is marked once, wide registers at a time.</summary>
internal sealed class SegmentScanner : IDisposable
{
    private const int Chunk = 128 << 10;
    private const int Window = 4096;
    private const int Preamble = 200;

    private readonly Stream stream;
    private readonly X12Limits limits;
    private readonly ProblemLog log;
    private byte[] buffer;
    private int[] marks;
    private int[] ends;
    private List<int>? drops;
    private Mode mode = Mode.Start;
    private int pos;
    private int end;
    private int mark;
    private int markCount;
    private int ending;
    private int endCount;
    private int segmentStart;
    private int segmentEnd;
    private int firstMark;
    private long origin;
    private bool eof;
    private bool unwrap;
    private bool discarding;
    private bool junkReported;
    private long entered = -1;

    public SegmentScanner(Stream stream, X12Limits limits, ProblemLog log)
    {
        this.stream = stream;
        this.limits = limits;
        this.log = log;
        buffer = ArrayPool<byte>.Shared.Rent(Math.Max(Chunk, limits.SegmentBytes + (Chunk / 2)));
        marks = ArrayPool<int>.Shared.Rent(buffer.Length + 128);
        ends = ArrayPool<int>.Shared.Rent(buffer.Length + 128);
    }

    private enum Mode
    {
        Start,
        Segments,
        Between,
        Ended,
    }

    public Delimiters Delimiters { get; private set; } = Delimiters.Usual;

    /// <summary>Bytes taken from the stream.</summary>
    public long Length { get; private set; }

    public bool IsWrapped => unwrap;

    /// <summary>Where a problem of the scanner itself stands; the reader above sets the ordinals.</summary>
    public Location Here { get; set; }

    public Segment Current =>
        new(buffer.AsSpan(segmentStart, segmentEnd - segmentStart), marks.AsSpan(firstMark, mark - firstMark), segmentStart, Delimiters);

    /// <summary>Elements after the id.</summary>
    public int Elements => mark - firstMark - 1;

    public ReadOnlySpan<byte> Raw => buffer.AsSpan(segmentStart, segmentEnd - segmentStart);

    public int RawLength => segmentEnd - segmentStart;

    /// <summary>File offset of the current segment.</summary>
    public long Offset => OffsetOf(segmentStart);

    /// <summary>File offset just behind the current segment.</summary>
    public long EndOffset => segmentEnd > segmentStart ? OffsetOf(segmentEnd - 1) + 1 : OffsetOf(segmentEnd);

    /// <summary>The id of the current segment as a number; see <see cref="SegmentId"/>.</summary>
    public uint Id { get; private set; }

    /// <summary>Called after an IEA: what follows is another ISA, junk or the end.</summary>
    public void LeaveInterchange() => mode = Mode.Between;

    /// <summary>Reads no further: what follows is treated as the end.</summary>
    public void Stop() => mode = Mode.Ended;

    public Pull Next()
    {
        while (true)
        {
            switch (mode)
            {
                case Mode.Segments:
                    var pull = NextSegment();
                    if (pull != Pull.Segment || !StartsInterchange())
                    {
                        return pull;
                    }

                    break;
                case Mode.Ended:
                    return Pull.End;
                default:
                    if (!eof && end - pos < Window)
                    {
                        return Pull.NeedData;
                    }

                    if (mode == Mode.Start)
                    {
                        FindFirst();
                    }
                    else
                    {
                        FindNext();
                    }

                    break;
            }
        }
    }

    public void Fill()
    {
        MakeRoom();
        Took(eof ? 0 : stream.Read(buffer, end, buffer.Length - end));
    }

    public async ValueTask FillAsync(CancellationToken cancellation)
    {
        MakeRoom();
        Took(eof ? 0 : await stream.ReadAsync(buffer.AsMemory(end), cancellation).ConfigureAwait(false));
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
        {
            // The buffer held patient data: it goes back to the pool clean.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            ArrayPool<int>.Shared.Return(marks);
            ArrayPool<int>.Shared.Return(ends);
            buffer = [];
            marks = [];
            ends = [];
            mode = Mode.Ended;
        }
    }

    private Pull NextSegment()
    {
        var data = buffer;
        var stop = end;
        var terminator = Delimiters.Segment;
        while (true)
        {
            if (discarding && !SkipLong())
            {
                return AtEnd();
            }

            var start = pos;
            while (start < stop && (data[start] == terminator || (data[start] <= ' ' && IsSkipped(data[start]))))
            {
                start++;
            }

            var m = mark;
            while (m < markCount && marks[m] < start)
            {
                m++;
            }

            pos = start;
            mark = m;
            firstMark = m;
            while (ending < endCount && ends[ending] < m)
            {
                ending++;
            }

            if (ending == endCount)
            {
                if (stop - start > limits.SegmentBytes)
                {
                    ReportLong(start);
                    continue;
                }

                return eof && start < stop ? Unterminated(start) : AtEnd();
            }

            m = ends[ending++];
            segmentStart = start;
            segmentEnd = marks[m];
            mark = m + 1;
            pos = segmentEnd + 1;
            if (segmentEnd - start > limits.SegmentBytes)
            {
                log.Add(Severity.Rejects, "segment-too-long", Here with { Offset = OffsetOf(start) }, $"A segment is longer than {limits.SegmentBytes:N0} bytes and was passed over; ask the sender for the file again.");
                continue;
            }

            if (data[segmentEnd - 1] <= ' ')
            {
                TrimEnd();
            }

            Id = SegmentId.Of(data.AsSpan(start, Math.Min(marks[firstMark], segmentEnd) - start));
            return Pull.Segment;
        }
    }

    private bool IsSkipped(byte value) => Bytes.IsBlank(value) && value != Delimiters.Element;

    private void TrimEnd()
    {
        while (segmentEnd > segmentStart && Bytes.IsBlank(buffer[segmentEnd - 1]) && buffer[segmentEnd - 1] != Delimiters.Element)
        {
            segmentEnd--;
        }
    }

    private Pull AtEnd() => eof && pos >= end ? Pull.End : eof ? EndDiscarding() : Pull.NeedData;

    private Pull EndDiscarding()
    {
        pos = end;
        return Pull.End;
    }

    private Pull Unterminated(int start)
    {
        segmentStart = start;
        segmentEnd = end;
        pos = end;
        marks[markCount++] = end;
        mark = markCount;
        ending = endCount;
        TrimEnd();
        Id = SegmentId.Of(buffer.AsSpan(start, Math.Min(marks[firstMark], segmentEnd) - start));
        if (Id is not (SegmentId.IEA or SegmentId.SE or SegmentId.GE) && !IsJunk(buffer.AsSpan(start, segmentEnd - start)))
        {
            log.Add(Severity.Warning, "segment-unterminated", Here with { Offset = OffsetOf(start) }, "The last segment has no terminator: the file may have been cut off. Compare with the sender's portal.");
        }

        return Pull.Segment;
    }

    private void ReportLong(int start)
    {
        log.Add(Severity.Rejects, "segment-too-long", Here with { Offset = OffsetOf(start) }, $"A segment is longer than {limits.SegmentBytes:N0} bytes and was passed over; ask the sender for the file again.");
        discarding = true;
        pos = end;
        mark = markCount;
    }

    /// <summary>Passes over the rest of a segment that is too long; false when its end is not in the buffer.</summary>
    private bool SkipLong()
    {
        while (mark < markCount)
        {
            var at = marks[mark++];
            if (at >= pos && buffer[at] == Delimiters.Segment)
            {
                pos = at + 1;
                discarding = false;
                return true;
            }
        }

        pos = end;
        return false;
    }

    /// <summary>An ISA inside an interchange that never ended, perhaps with other delimiters: start over from it.</summary>
    private bool StartsInterchange()
    {
        if (buffer[segmentStart] is not ((byte)'I' or (byte)'i') || OffsetOf(segmentStart) == entered || !IsaHeader.LooksLike(Raw))
        {
            return false;
        }

        if (IsaHeader.Read(buffer.AsSpan(segmentStart, end - segmentStart), out _) is null)
        {
            // A segment that only begins with the letters: no interchange starts here.
            Id = Id == SegmentId.ISA ? 0 : Id;
            return false;
        }

        pos = segmentStart;
        mode = Mode.Between;
        return true;
    }

    private void FindFirst()
    {
        var text = buffer.AsSpan(pos, end - pos);
        if (text.Length >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF)
        {
            pos += 3;
            text = text[3..];
        }

        if (NotText(text) is { } refusal)
        {
            Refuse(refusal.Code, refusal.Sentence);
            return;
        }

        var search = text[..Math.Min(text.Length, Preamble)];
        for (var i = 0; i < search.Length - 2; i++)
        {
            if (IsaHeader.LooksLike(text[i..]) && (i == 0 || !Bytes.IsLetterOrDigit(text[i - 1])) && IsaHeader.Read(text[i..], out _) is { } found)
            {
                if (!Bytes.Trim(text[..i]).IsEmpty)
                {
                    log.Add(Severity.Warning, "text-before-isa", At(pos), "Text stands before the first ISA, as a mail or a transfer log leaves it; it was passed over.");
                }

                pos += i;
                Enter(found);
                return;
            }
        }

        WithoutIsa(text);
    }

    private void WithoutIsa(ReadOnlySpan<byte> text)
    {
        var lead = 0;
        while (lead < text.Length && Bytes.IsBlank(text[lead]))
        {
            lead++;
        }

        if (lead == text.Length)
        {
            Refuse("file-empty", "The file is empty. Fetch it again from the sender.");
            return;
        }

        if (IsaHeader.Infer(text[lead..]) is { } inferred)
        {
            log.Add(Severity.Warning, "isa-missing", At(pos + lead), "The file does not begin with an ISA segment, so sender and control number are unknown; it was read all the same.");
            pos += lead;
            Delimiters = inferred;
            mode = Mode.Segments;
            MarkFrom(pos);
            return;
        }

        if (text.Length - lead > 3 && Bytes.SameCode(text.Slice(lead, 3), "ISA"))
        {
            IsaHeader.Read(text[lead..], out var reason);
            Refuse("isa-unreadable", reason switch
            {
                "letter" => "The byte after ISA is a letter or digit and cannot separate elements; ask the sender for the file again.",
                "short" => "The ISA segment has fewer than sixteen elements, so the delimiters cannot be told; ask the sender for the file again.",
                _ => "The end of the ISA segment cannot be told; ask the sender for the file again.",
            });
            return;
        }

        Refuse("not-x12", "This is not an X12 file: no ISA segment stands at its start. Check that the right file was chosen.");
    }

    private void FindNext()
    {
        var odd = false;
        while (pos < end && (Bytes.IsBlank(buffer[pos]) || buffer[pos] == 0x1A || buffer[pos] == Delimiters.Segment))
        {
            odd |= buffer[pos] is 0 or 0x1A;
            pos++;
        }

        if (odd)
        {
            log.Add(Severity.Note, "trailing-bytes", At(pos), "Bytes without meaning follow the end of the interchange; they were passed over.");
        }

        if (pos >= end)
        {
            mode = eof ? Mode.Ended : Mode.Between;
            return;
        }

        var text = buffer.AsSpan(pos, end - pos);
        if (text[0] == 0xEF && text.Length > 2 && text[1] == 0xBB)
        {
            pos += 3;
            return;
        }

        if (IsaHeader.LooksLike(text) && IsaHeader.Read(text, out _) is { } found)
        {
            Enter(found);
            return;
        }

        if (LooksLikeSegment(text))
        {
            mode = Mode.Segments;
            MarkFrom(pos);
            return;
        }

        SkipJunk(text);
    }

    /// <summary>An id and the separator in force: an interchange goes on behind its IEA.</summary>
    private bool LooksLikeSegment(ReadOnlySpan<byte> text)
    {
        var separator = text[..Math.Min(text.Length, 4)].IndexOf(Delimiters.Element);
        return separator is 2 or 3 && Bytes.IsLetterOrDigit(text[0]) && Bytes.IsLetterOrDigit(text[1]) && Bytes.IsLetterOrDigit(text[separator - 1]);
    }

    private void SkipJunk(ReadOnlySpan<byte> text)
    {
        if (!junkReported)
        {
            junkReported = true;
            log.Add(Severity.Warning, "text-between-interchanges", At(pos), "Text that is not X12 follows the end of an interchange; it was passed over.");
        }

        for (var i = 1; i < text.Length - 3; i++)
        {
            if (IsaHeader.LooksLike(text[i..]) && IsaHeader.Read(text[i..], out _) is not null)
            {
                pos += i;
                return;
            }
        }

        // Keep what may be the beginning of an ISA cut by the end of the buffer.
        pos = eof ? end : Math.Max(pos + 1, end - Window / 4);
    }

    private void Enter(IsaHeader.Found found)
    {
        Delimiters = found.Delimiters;
        if (found.Doubt is not null)
        {
            log.Add(Severity.Warning, "isa-doubtful", At(pos), "The end of the ISA segment is not as the standard wants it; the delimiters were worked out from what follows.");
        }

        if (found.Wrapped && !unwrap)
        {
            log.Add(Severity.Warning, "lines-wrapped", At(pos), "The file is broken into lines of one width in the middle of segments; the line breaks were taken out.");
            unwrap = true;
            drops = [];
            end = Unwrap(pos, end);
        }

        entered = OffsetOf(pos);
        mode = Mode.Segments;
        MarkFrom(pos);
    }

    private void Refuse(string code, string sentence)
    {
        log.Add(Severity.Rejects, code, At(pos), sentence);
        mode = Mode.Ended;
    }

    private Location At(int position) => Here with { Offset = OffsetOf(position) };

    private static (string Code, string Sentence)? NotText(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || text.StartsWith("I\0S\0A\0"u8) || text.StartsWith("\0I\0S\0A"u8))
        {
            return ("encoding-utf16", "The file was saved as UTF-16 text. Save it as plain text (ANSI or UTF-8) and send it again.");
        }

        if (text.StartsWith("PK\u0003\u0004"u8) || text.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return ("file-compressed", "The file is a compressed archive. Unpack it and send the X12 files inside.");
        }

        if (text.StartsWith("-----BEGIN PGP"u8))
        {
            return ("file-encrypted", "The file is encrypted with PGP. Decrypt it and send the X12 file inside.");
        }

        return text.StartsWith("%PDF"u8) ? ("file-pdf", "The file is a PDF, not an X12 file. Ask the payer or clearinghouse for the 835.") : null;
    }

    private static bool IsJunk(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)0x1A, (byte)0, (byte)' ') < 0;

    private void MakeRoom()
    {
        if (pos > 0)
        {
            if (drops is { Count: > 0 })
            {
                var gone = DroppedBefore(pos);
                origin += gone;
                drops.RemoveRange(0, gone);
                for (var i = 0; i < drops.Count; i++)
                {
                    drops[i] -= pos;
                }
            }

            Buffer.BlockCopy(buffer, pos, buffer, 0, end - pos);
            origin += pos;
            end -= pos;
            pos = 0;
        }
    }

    private void Took(int count)
    {
        if (count == 0)
        {
            eof = true;
        }

        Length += count;
        if (Length > limits.FileBytes && !eof)
        {
            log.Add(Severity.Rejects, "file-too-large", At(end), $"The file is larger than {limits.FileBytes:N0} bytes; reading stopped there. Split it, or raise the limit.");
            eof = true;
        }

        var from = end;
        end += count;
        if (unwrap)
        {
            end = Unwrap(from, end);
        }

        if (mode == Mode.Segments)
        {
            MarkFrom(0);
        }
    }

    private int Unwrap(int from, int to)
    {
        var write = from;
        for (var read = from; read < to; read++)
        {
            if (buffer[read] is (byte)'\r' or (byte)'\n')
            {
                drops!.Add(write);
            }
            else
            {
                buffer[write++] = buffer[read];
            }
        }

        return write;
    }

    private long OffsetOf(int position) => origin + position + (drops is null ? 0 : DroppedBefore(position));

    private int DroppedBefore(int position)
    {
        int low = 0, high = drops!.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (drops[middle] <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Notes the position of every element separator and terminator from a position on.</summary>
    private void MarkFrom(int from)
    {
        mark = 0;
        ending = 0;
        var data = buffer.AsSpan(0, end);
        (markCount, endCount) = Mark(data, from, Delimiters.Element, Delimiters.Segment, marks, ends);
    }

    /// <summary>Writes the position of every mark, and for every terminator its place among the marks.</summary>
    private static (int Marks, int Ends) Mark(ReadOnlySpan<byte> data, int from, byte element, byte terminator, int[] into, int[] terminatorsInto)
    {
        int count = 0, ended = 0;
        var i = from;
        ref var first = ref MemoryMarshal.GetReference(data);
        ref var output = ref MemoryMarshal.GetArrayDataReference(into);
        ref var endsOutput = ref MemoryMarshal.GetArrayDataReference(terminatorsInto);
        var elements = Vector256.Create(element);
        var terminators = Vector256.Create(terminator);
        for (; i + 64 <= data.Length; i += 64)
        {
            var low = Vector256.LoadUnsafe(ref first, (nuint)i);
            var high = Vector256.LoadUnsafe(ref first, (nuint)i + 32);
            var lowEnds = Vector256.Equals(low, terminators);
            var highEnds = Vector256.Equals(high, terminators);
            var endBits = lowEnds.ExtractMostSignificantBits() | ((ulong)highEnds.ExtractMostSignificantBits() << 32);
            var bits = (Vector256.Equals(low, elements) | lowEnds).ExtractMostSignificantBits()
                | ((ulong)(Vector256.Equals(high, elements) | highEnds).ExtractMostSignificantBits() << 32);
            while (endBits != 0)
            {
                Unsafe.Add(ref endsOutput, ended++) = count + BitOperations.PopCount(bits & ((endBits & (0 - endBits)) - 1));
                endBits &= endBits - 1;
            }

            while (bits != 0)
            {
                Unsafe.Add(ref output, count++) = i + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
            }
        }

        for (; i < data.Length; i++)
        {
            if (data[i] == terminator)
            {
                terminatorsInto[ended++] = count;
                into[count++] = i;
            }
            else if (data[i] == element)
            {
                into[count++] = i;
            }
        }

        return (count, ended);
    }
}
