using System.Globalization;
using System.Text;

namespace DenialDesk.Samples;

/// <summary>What <see cref="BalancedRemittance.Write"/> wrote.</summary>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Transactions">ST…SE sets.</param>
/// <param name="Claims">CLP loops.</param>
/// <param name="Lines">SVC loops.</param>
/// <param name="Denials">Claims with a denied line.</param>
/// <param name="DeniedAmount">Dollars under the denial reasons.</param>
/// <param name="Charge">Σ CLP03.</param>
/// <param name="Paid">Σ CLP04, which is Σ BPR02 because there is no PLB.</param>
public sealed record BalancedTotals(long Bytes, int Transactions, int Claims, int Lines, int Denials, decimal DeniedAmount, decimal Charge, decimal Paid);

/// <summary>Streams 835 files of any size that balance at every level: about 500 bytes a claim, about one claim in ten denied.</summary>
public static class BalancedRemittance
{
    private const int ClaimsPerTransaction = 500;

    private static readonly (string Group, string Carc, string? Remark)[] _reasons =
        [("CO", "197", null), ("CO", "16", "MA130"), ("CO", "50", "N115"), ("PR", "27", "N30"), ("CO", "252", "N706"), ("CO", "97", "M15"), ("CO", "29", null), ("CO", "22", "N598")];

    private static readonly (string Code, int Charge, int Allowed)[] _services =
        [("99213", 165, 89), ("99214", 240, 126), ("97110", 74, 30), ("20610", 235, 65), ("80053", 48, 11), ("73562", 118, 39)];

    /// <summary>Writes whole transactions until at least <paramref name="targetBytes"/> are written; memory stays at one transaction.</summary>
    /// <param name="output">Left open.</param>
    /// <param name="targetBytes">The size to reach, in bytes; the file ends with the transaction that reaches it.</param>
    /// <param name="seed">The same seed gives the same bytes.</param>
    public static BalancedTotals Write(Stream output, long targetBytes, int seed)
    {
        var writer = new Writer(output, new SeededNumbers((ulong)seed), seed);
        writer.Envelope();
        do
        {
            writer.Transaction((int)Math.Clamp((targetBytes - writer.Bytes) / 480, 1, ClaimsPerTransaction));
        }
        while (writer.Bytes < targetBytes);

        return writer.Close();
    }

    private sealed class Writer(Stream output, SeededNumbers numbers, int seed)
    {
        private readonly StringBuilder _claims = new();
        private int _transactions;
        private int _claimCount;
        private int _lineCount;
        private int _denials;
        private int _segments;
        private decimal _denied;
        private decimal _charge;
        private decimal _paid;
        private decimal _payment;

        public long Bytes { get; private set; }

        public void Envelope() => Send(
            "ISA*00*          *00*          *ZZ*BULKPAYER      *ZZ*CEDARBEND      *260105*0615*^*00501*000000001*0*P*:~GS*HP*BULKPAYER*CEDARBEND*20260105*0615*1*X*005010X221A1~");

        public void Transaction(int claims)
        {
            _transactions++;
            _segments = 0;
            _payment = 0m;
            _claims.Clear();
            for (var i = 0; i < claims; i++)
            {
                Claim();
            }

            var payer = _transactions % 5;
            const int headerAndTrailer = 10;
            Send(string.Create(CultureInfo.InvariantCulture,
                $"ST*835*{_transactions:0000}~BPR*I*{_payment:0.##}*C*ACH*CCP*01*999999992*DA*000000000*19900009{payer:00}**01*999999992*DA*000000000*20260105~TRN*1*B{seed}-{_transactions}*19900009{payer:00}~DTM*405*20260104~N1*PR*BULK PAYER {payer}~N3*PO BOX 5550~N4*AUSTIN*TX*78720~N1*PE*CEDAR BEND MEDICAL GROUP PLLC*XX*2999004173~LX*1~"));
            Send(_claims.ToString());
            Send(string.Create(CultureInfo.InvariantCulture, $"SE*{_segments + headerAndTrailer}*{_transactions:0000}~"));
        }

        public BalancedTotals Close()
        {
            Send($"GE*{_transactions}*1~IEA*1*000000001~");
            return new BalancedTotals(Bytes, _transactions, _claimCount, _lineCount, _denials, _denied, _charge, _paid);
        }

        private void Claim()
        {
            _claimCount++;
            var lines = numbers.Between(2, 3);
            var denied = numbers.Chance(0.10);
            var wholly = denied && numbers.Chance(0.7);
            var reason = numbers.Pick(_reasons);
            decimal charge = 0m, paid = 0m, patient = 0m;
            var body = new StringBuilder();
            for (var line = 1; line <= lines; line++)
            {
                var service = numbers.Pick(_services);
                var coinsurance = Math.Round(service.Allowed * 0.2m, 2, MidpointRounding.AwayFromZero);
                var refused = denied && (wholly || line == lines);
                var linePaid = refused ? 0m : service.Allowed - coinsurance;
                body.Append(CultureInfo.InvariantCulture, $"SVC*HC:{service.Code}*{service.Charge}*{linePaid:0.##}**1~DTM*472*20251215~");
                _ = refused
                    ? body.Append(CultureInfo.InvariantCulture, $"CAS*{reason.Group}*{reason.Carc}*{service.Charge}~")
                    : body.Append(CultureInfo.InvariantCulture, $"CAS*CO*45*{service.Charge - service.Allowed}~CAS*PR*2*{coinsurance:0.##}~AMT*B6*{service.Allowed}~");
                body.Append(CultureInfo.InvariantCulture, $"REF*6R*{_claimCount}L{line}~");
                _segments += refused ? 4 : 6;
                if (refused && reason.Remark is not null)
                {
                    body.Append("LQ*HE*").Append(reason.Remark).Append('~');
                    _segments++;
                }

                charge += service.Charge;
                paid += linePaid;
                patient += refused ? (reason.Group == "PR" ? service.Charge : 0m) : coinsurance;
                _denied += refused ? service.Charge : 0m;
            }

            _claims.Append(CultureInfo.InvariantCulture,
                $"CLP*B{_claimCount}*1*{charge:0.##}*{paid:0.##}*{(patient == 0 ? "" : patient.ToString("0.##", CultureInfo.InvariantCulture))}*12*I{seed}{_claimCount:00000000}*11*1~NM1*QC*1*{Last()}*{numbers.Pick(Practice.SyntheticNames.Women)}****MI*{numbers.Digits(9)}~NM1*82*1*HOLLOWAY*IMOGEN****XX*2999112014~REF*1L*GRP{(_claimCount % 97) + 1000}~REF*EA*MR{_claimCount:000000}~DTM*232*20251215~DTM*233*20251215~DTM*050*20251219~PER*CX*PROVIDER SERVICES*TE*8005550100~");
            _claims.Append(body);
            _segments += 9;
            _lineCount += lines;
            _denials += denied ? 1 : 0;
            _charge += charge;
            _paid += paid;
            _payment += paid;
        }

        private string Last() => numbers.Pick(Practice.SyntheticNames.Last);

        private void Send(string text)
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            output.Write(bytes);
            Bytes += bytes.Length;
        }
    }
}
