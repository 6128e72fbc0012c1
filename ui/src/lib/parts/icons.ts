// Lucide (ISC). Only the ones imported here end up in the app.
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import banknote from 'lucide-static/icons/banknote.svg?raw';
import bed from 'lucide-static/icons/bed-double.svg?raw';
import bell from 'lucide-static/icons/bell.svg?raw';
import bookOpen from 'lucide-static/icons/book-open.svg?raw';
import bus from 'lucide-static/icons/bus.svg?raw';
import calendarCheck from 'lucide-static/icons/calendar-check.svg?raw';
import calendarClock from 'lucide-static/icons/calendar-clock.svg?raw';
import calendarDays from 'lucide-static/icons/calendar-days.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import cloudOff from 'lucide-static/icons/cloud-off.svg?raw';
import cloudUpload from 'lucide-static/icons/cloud-upload.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import eye from 'lucide-static/icons/eye.svg?raw';
import filePlus from 'lucide-static/icons/file-plus.svg?raw';
import hand from 'lucide-static/icons/hand-heart.svg?raw';
import fetch from 'lucide-static/icons/hand-helping.svg?raw';
import heart from 'lucide-static/icons/heart.svg?raw';
import house from 'lucide-static/icons/house.svg?raw';
import image from 'lucide-static/icons/image.svg?raw';
import inbox from 'lucide-static/icons/inbox.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import key from 'lucide-static/icons/key-round.svg?raw';
import landmark from 'lucide-static/icons/landmark.svg?raw';
import languages from 'lucide-static/icons/languages.svg?raw';
import list from 'lucide-static/icons/list.svg?raw';
import locate from 'lucide-static/icons/locate-fixed.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import map from 'lucide-static/icons/map.svg?raw';
import messageCircle from 'lucide-static/icons/message-circle.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import phoneCall from 'lucide-static/icons/phone-call.svg?raw';
import phone from 'lucide-static/icons/phone.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import printer from 'lucide-static/icons/printer.svg?raw';
import receipt from 'lucide-static/icons/receipt-text.svg?raw';
import refresh from 'lucide-static/icons/refresh-cw.svg?raw';
import route from 'lucide-static/icons/route.svg?raw';
import scale from 'lucide-static/icons/scale.svg?raw';
import scan from 'lucide-static/icons/scan-line.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import send from 'lucide-static/icons/send.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import share from 'lucide-static/icons/share-2.svg?raw';
import shield from 'lucide-static/icons/shield-alert.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import warning from 'lucide-static/icons/triangle-alert.svg?raw';
import undo from 'lucide-static/icons/undo-2.svg?raw';
import user from 'lucide-static/icons/user-round.svg?raw';
import utensils from 'lucide-static/icons/utensils.svg?raw';
import volume from 'lucide-static/icons/volume-2.svg?raw';
import wallet from 'lucide-static/icons/wallet.svg?raw';
import wifi from 'lucide-static/icons/wifi.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

const files = {
  arrowLeft,
  arrowRight,
  banknote,
  bed,
  bell,
  bookOpen,
  bus,
  calendarCheck,
  calendarClock,
  calendarDays,
  camera,
  check,
  circleAlert,
  clock,
  cloudOff,
  cloudUpload,
  copy,
  download,
  eye,
  eyeOff,
  fetch,
  filePlus,
  hand,
  house,
  image,
  inbox,
  info,
  key,
  landmark,
  list,
  lock,
  mapPin,
  messageCircle,
  pencil,
  phone,
  phoneCall,
  printer,
  receipt,
  refresh,
  route,
  scale,
  scan,
  search,
  send,
  settings,
  share,
  shield,
  trash,
  undo,
  user,
  utensils,
  volume,
  wallet,
  warning,
  wifi,
  x,
  arrowDown,
  arrowUp,
  heart,
  languages,
  locate,
  map,
  plus,
};

export type IconName = keyof typeof files;

/** What stands inside the `<svg>` of each file. */
export function iconShapes(name: IconName): string {
  return inside(files[name]);
}

/** The content of an SVG file's root element. */
export function inside(svg: string): string {
  return svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).trim();
}
