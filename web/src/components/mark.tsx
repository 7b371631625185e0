/** The seal, and the name beside it. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden>
    <path d="M3.5 1.5h17.3c1 0 1.7.7 1.7 1.7v17.4c0 1.1-.8 1.9-1.9 1.9H3.3c-1 0-1.8-.8-1.8-1.8V3.4c0-1.1.9-1.9 2-1.9z" fill="var(--seal-fill)" />
    <path d="M5.9 19.3 12 6.3l6.1 13" fill="none" stroke="var(--on-seal)" strokeWidth="2.3" strokeLinecap="square" />
    <circle cx="12" cy="16.3" r="2" fill="var(--on-seal)" />
  </svg>
);

export const Wordmark = () => (
  <span className="row row-3"><Mark size={30} /><span className="serif" style={{ fontSize: '1.625rem', letterSpacing: '0.02em' }}>ACTA</span></span>
);
