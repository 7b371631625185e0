import { useTranslation } from 'react-i18next';

interface ZoomControlsProps {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** Bottom left of every canvas: the right corner belongs to the mark of bpmn.io. */
export const ZoomControls = ({ onZoom, onFit }: ZoomControlsProps) => {
  const { t } = useTranslation('cases');
  return (
    <div className="canvas-zoom" role="group" aria-label={t('diagram.zoom')}>
      <button type="button" aria-label={t('diagram.zoomIn')} title={t('diagram.zoomIn')} onClick={() => onZoom(1.25)}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3.5v9M3.5 8h9" /></svg>
      </button>
      <button type="button" aria-label={t('diagram.zoomOut')} title={t('diagram.zoomOut')} onClick={() => onZoom(0.8)}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 8h9" /></svg>
      </button>
      <button type="button" aria-label={t('diagram.fit')} title={t('diagram.fit')} onClick={onFit}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" /></svg>
      </button>
    </div>
  );
};
