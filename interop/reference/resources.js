// The resources that the conformance suite reads by URI.

import { RED_PIXEL } from './samples.js';

const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

export const RESOURCES = [
  { uri: 'test://static-text', name: 'static-text', description: 'A line of text', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'static-binary', description: 'An image', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'watched-resource', description: 'To subscribe to', mimeType: 'text/plain' },
];

export const RESOURCE_TEMPLATES = [
  {
    uriTemplate: 'test://template/{id}/data', name: 'template', description: 'Data by id', mimeType: 'application/json',
  },
];

/** The contents behind `uri`, or undefined if there is no such resource. */
export function read(uri) {
  const templated = TEMPLATE.exec(uri);
  if (templated) return json(uri, { id: templated[1], templateTest: true, data: `Data for ID: ${templated[1]}` });
  switch (uri) {
    case 'test://static-text':
      return { uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' };
    case 'test://static-binary':
      return { uri, mimeType: 'image/png', blob: RED_PIXEL };
    case 'test://watched-resource':
      return { uri, mimeType: 'text/plain', text: 'This resource can be subscribed to.' };
    default:
      return undefined;
  }
}

function json(uri, value) {
  return { uri, mimeType: 'application/json', text: JSON.stringify(value) };
}
