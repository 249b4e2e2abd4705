import { Button, Icon, IconButton, type IconName, toneIcons } from '../components/index.ts';
import { actions, type BannerId, useWorkbench } from '../store/index.ts';

/** Icons that say more than the tone's own. */
const icons: Partial<Record<BannerId, IconName>> = {
  restored: 'save',
  'second-tab': 'copy',
  'not-saved': 'not-saved',
};

/** States that last, one line each, with their ways out. */
export function Banners() {
  const banners = useWorkbench((state) => state.banners);
  return (
    <div className="banners" role="status">
      {banners.map((banner) => (
        <div key={banner.id} className={`banner ${banner.tone}`}>
          <Icon name={icons[banner.id] ?? toneIcons[banner.tone]} />
          <span className="grow">
            <b>{banner.strong}</b> {banner.text}
          </span>
          {banner.actions.map((action) => (
            <Button key={action.label} small onClick={action.run}>
              {action.label}
            </Button>
          ))}
          {banner.dismissible && (
            <IconButton
              small
              icon="close"
              label={`Close: ${banner.strong}`}
              tip="Close"
              onClick={() => actions.dismissBanner(banner.id)}
            />
          )}
        </div>
      ))}
    </div>
  );
}
